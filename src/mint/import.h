/*
 * Create a JWK from a source: its text, a URL, a certificate, key or keystore of the project.
 */
#ifndef JWKMINT_MINT_IMPORT_H
#define JWKMINT_MINT_IMPORT_H

#include "deploy/deploy.h"
#include "store/project.h"
#include "store/vault.h"

/* In the words of the management API: URL COPY_PASTE CERTIFICATE PUBLIC_KEY PRIVATE_KEY KEYSTORE.
 */
extern const char import_source_list[];

/* What is asked for, as it came; NULL is absent. All borrowed. */
struct import_request {
	const char *name;
	const char *description;
	const char *source_type;
	const char *jwk; /* jwkStr */
	const char *kid; /* which key of a JWK Set */
	const char *url;
	const int64_t *connect_timeout; /* ms; default 5000 */
	const int64_t *read_timeout;    /* ms; default 10000 */
	const int64_t *size_limit;      /* bytes; default 1048576 */
	const char *source_name;        /* certificateName, keyName, keyStoreName */
	const char *environment;        /* environmentName */
	const char *alias;              /* aliasName */
	const char *use;                /* useType */
	const char *algorithm;
	bool private_if_any; /* parse-from-key: PRIVATE_KEY where the key has a private half */
};

/*
 * As generate_jwk: checks, stores, deploys. A kid that the key brings is kept and must be free in
 * the project; one is made (SHA-256 thumbprint; random for oct) when it has none.
 */
bool import_jwk(struct vault *vault, const struct project *project,
	const struct import_request *request, struct deployment *deployment, struct failure *why);

#endif
