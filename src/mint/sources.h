/*
 * Keys, certificates and keystores of a project: added, read, changed, removed.
 *
 * The sentences name a source as the management API does: `Key (name: X)`, and are the contract's.
 */
#ifndef JWKMINT_MINT_SOURCES_H
#define JWKMINT_MINT_SOURCES_H

#include "deploy/deploy.h"
#include "jwk/import.h"
#include "mint/look.h"
#include "store/source_record.h"

/* The words of each kind. */
struct source_words {
	const char *title;         /* Key, Certificate, Keystore */
	const char *path;          /* keys, certificates, keystores */
	const char *name_empty;    /* what is said of a missing name */
	const char *hint_exists;   /* what is said behind "is already exist!" on a create, or "" */
	enum audit_action created; /* what the audit log says of it, as are the next three */
	enum audit_action updated;
	enum audit_action deleted;
	enum audit_action read; /* of what is sealed; only where there is such a thing */
};
extern const struct source_words source_words[SOURCE_KINDS];

/* One environment of a request, as text as it came; NULL is absent. All borrowed. */
struct source_part {
	const char *environment;
	const char *public_key;  /* Key: PEM or base64 of DER */
	const char *private_key; /* Key */
	const char *type;        /* Keystore: PKCS12, which is what NULL stands for */
	const char *file;        /* Keystore: base64 */
	const char *password;    /* Keystore; NULL and "": none */
};

/* Environments of one source: what checks them looks at each pair. */
#define SOURCE_MAX_ENVIRONMENTS 1000

struct source_request {
	const char *name;
	const char *description;
	const char *type;                 /* Key: what its keys must be, RSA, EC or OKP */
	const char *alias;                /* Certificate: in all its environments */
	const struct buffer *certificate; /* Certificate: PEM or DER */
	const struct source_part *parts;
	size_t count;
	bool has_parts;         /* false on a change: the environments are as they were */
	bool update_referenced; /* Key, on a change: JWKs made from it get the new material */
	const char *if_match;   /* on a change: If-Match as it came; NULL: none */
};

/*
 * Adds one, then deploys, which has nothing to do as long as no JWK is made from it. Everything is
 * parsed and checked first: keys as strictly as a JWK, all of one type, the private half matches
 * the public one (made from it when that is absent), the keystore opens with its password;
 * environments exist and serve the project, none twice, aliases are free in each environment of the
 * project. FAILURE_INVALID, or FAILURE_CONFLICT for what is taken.
 */
bool sources_add(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct source_request *request, struct deployment *deployment, struct failure *why);

/*
 * Changes one, then deploys. What the request leaves out stays: name, description, a certificate's
 * alias and content, and with `has_parts`, in an environment that was there before, the keystore's
 * file and password, the key's both halves, and its private half when the public one is the same.
 * Environments that are not in the request any more are removed, unless a JWK refers to them.
 *
 * With `update_referenced` every JWK that refers to the Key gets the material of its environment
 * in the same transaction: version and revision + 1, a new thumbprint as kid when it had that of
 * the former key. FAILURE_INVALID, naming the JWK, when its use or algorithm does not fit the new
 * key; then nothing is changed.
 *
 * `tag` becomes the entity tag of the new state. FAILURE_STALE: if_match does not hold.
 */
bool sources_change(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const struct source_request *request, struct deployment *deployment,
	struct buffer *tag, struct failure *why);

/* Removes one, then undeploys. FAILURE_INVALID while JWKs refer to it, naming them. */
bool sources_remove(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const char *if_match, struct deployment *deployment, struct failure *why);

struct source_list {
	struct source_record *sources; /* owned */
	size_t count;
	bool more; /* there are sources behind these */
};

#define SOURCE_LIST_INIT                                                                           \
	{                                                                                          \
		.count = 0                                                                         \
	}
#define source_list_auto __attribute__((cleanup(source_list_free))) struct source_list
void source_list_free(struct source_list *list);

/* Without what is sealed. */
bool sources_list(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct list_page *page, struct source_list *list, struct failure *why);

/*
 * With what is sealed. `Key (name: X) is not found!` A look at what is sealed is noted in the audit
 * log as keys_get does it.
 */
bool sources_get(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, struct look *look, struct source_record *source, struct failure *why);

/*
 * Appends the opened secret of an entry: Key: PKCS#8 DER, nothing when it has no private half;
 * Keystore: the file, and its password.
 */
bool sources_open(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *secret, struct buffer *password,
	struct failure *why);

/*
 * The key that a JWK is made from: of an entry, by `environment` (NULL or "": there must be only
 * one); of a Keystore by `alias`. `with_private`: with the private half, FAILURE_INVALID when there
 * is none.
 */
bool sources_import(struct vault *vault, const struct source_record *source,
	const char *environment, const char *alias, bool with_private, struct import *import,
	struct failure *why);

#endif
