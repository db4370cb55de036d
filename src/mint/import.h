/*
 * Create a JWK from a source: its text, a URL, a certificate, key or keystore of the project.
 */
#ifndef JWKMINT_MINT_IMPORT_H
#define JWKMINT_MINT_IMPORT_H

#include "deploy/deploy.h"
#include "jwk/import.h"
#include "store/project.h"
#include "store/vault.h"

/* What is asked for, as it came; NULL is absent. All borrowed. */
struct import_request {
	const char *name;
	const char *description;
	const char *source_type; /* URL COPY_PASTE CERTIFICATE PUBLIC_KEY PRIVATE_KEY KEYSTORE */
	const char *jwk;         /* jwkStr */
	const char *kid;         /* which key of a JWK Set */
	const char *url;
	const int64_t *connect_timeout; /* ms, 1 to 30000; default 5000 */
	const int64_t *read_timeout;    /* ms, 1 to 30000; default 10000 */
	const int64_t *size_limit;      /* bytes, 1 to 1048576, which is the default */
	const char *source_name;        /* certificateName, keyName, keyStoreName */
	const char *environment;        /* environmentName; NULL or "": there must be only one */
	const char *alias;              /* aliasName; NULL or "": there must be only one key */
	const char *use;                /* useType */
	const char *algorithm;
	bool private_if_any; /* a PRIVATE_KEY may be a PUBLIC_KEY where there is no private half */
};

/*
 * As generate_jwk: checks, gets the key, stores, deploys. Whether the name is free is looked at
 * before anything is fetched.
 *
 * A kid that the key brings is kept and must be free in the project; one is made (SHA-256
 * thumbprint; random for oct) when it has none. FAILURE_CONFLICT when a thumbprint is taken, which
 * is this very key: the text names the JWK that has it. `use` and `algorithm` hold for every source
 * and must agree with what the key brings. Without nbf a key is valid from now on, without exp for
 * ever; a key that has expired is FAILURE_INVALID. A source is referred to; one that is changed or
 * removed meanwhile is FAILURE_BUSY.
 */
bool import_jwk(struct vault *vault, const struct project *project,
	const struct import_request *request, struct deployment *deployment, struct failure *why);

/*
 * The same for a key that is at hand: name, description, source_type, use and algorithm of the
 * request count. Takes the key out of `import`, even when it fails.
 */
bool import_key(struct vault *vault, const struct project *project,
	const struct import_request *request, struct import *import, struct deployment *deployment,
	struct failure *why);

#endif
