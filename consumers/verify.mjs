// Checks tokens with keys from jwkmint, in Node.js with the npm package jose.
//
//     npm ci && node verify.mjs KEY-SET-URL < tokens
//
// For each line, a token, it prints a line: `accepted SUBJECT` or `refused REASON`.
//
// JWKMINT_ISSUER   whose tokens are taken (https://issuer.example)
// JWKMINT_MAX_AGE  seconds after which the set is asked for again (300)

import { createInterface } from "node:readline";
import { createRemoteJWKSet, jwtVerify } from "jose";

const issuer = process.env.JWKMINT_ISSUER ?? "https://issuer.example";
const maxAge = Number(process.env.JWKMINT_MAX_AGE ?? "300");

// jose does not look at Cache-Control. A token with an unknown kid makes it ask for the set, too, but
// not more often than once in the cooldown.
const keys = createRemoteJWKSet(new URL(process.argv[2]), {
	cacheMaxAge: maxAge * 1000,
	cooldownDuration: 1000,
});

for await (const line of createInterface({ input: process.stdin })) {
	try {
		const { payload } = await jwtVerify(line.trim(), keys, { issuer, requiredClaims: ["exp"] });
		console.log("accepted", payload.sub);
	} catch (reason) {
		console.log("refused", reason.code ?? reason.name, reason.message.replace(/\s+/g, " "));
	}
}
