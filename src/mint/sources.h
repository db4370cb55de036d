/*
 * Keys, certificates and keystores of a project: added, read, changed, removed.
 */
#ifndef JWKMINT_MINT_SOURCES_H
#define JWKMINT_MINT_SOURCES_H

#include "deploy/deploy.h"
#include "jwk/import.h"
#include "store/source_record.h"

/* The words of each kind: "Key", "Certificate", "Keystore"; and of its place: "keys", ... */
struct source_words {
	const char *title;
	const char *path;
	const char *name_member; /* in a create request: keyName, certificateName, keyStoreName */
};
extern const struct source_words source_words[SOURCE_KINDS];

/* One environment of a request, as text as it came; NULL is absent. All borrowed. */
struct source_part {
	const char *environment;
	const char *alias;                /* certificates */
	const char *public_key;           /* Key: PEM or base64 of DER */
	const char *private_key;          /* Key */
	const struct buffer *certificate; /* Certificate: PEM or DER */
	const char *type;                 /* Keystore: PKCS12 */
	const char *file;                 /* Keystore: base64 */
	const char *password;             /* Keystore */
};

struct source_request {
	const char *name;
	const char *description;
	const struct source_part *parts;
	size_t count;
	bool has_parts;         /* false on a change: what is there stays */
	bool update_referenced; /* Key, on a change: JWKs made from it get the new material */
	const char *if_match;   /* on a change: If-Match as it came; NULL: none */
};

/*
 * Adds one. Everything is parsed and checked first: keys as strictly as a JWK, the private half
 * matches the public one (made from it when that is absent), the keystore opens with its password,
 * environments exist and serve the project, none twice, aliases are free. FAILURE_INVALID with the
 * contract's texts: `Key name can not be empty!`, `Key (name: X) is already exist!`, `Alias (X) is
 * already used for another certificate, try changing this value!`. `id` becomes its id.
 */
bool sources_add(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct source_request *request, struct failure *why);

/* Changes one; deploys when JWKs change with it, else `deployment` stays as it is: of all
 * environments, successful. FAILURE_STALE: if_match does not hold. */
bool sources_change(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const struct source_request *request, struct deployment *deployment,
	struct failure *why);

/* FAILURE_INVALID while JWKs refer to it, naming them. */
bool sources_remove(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, const char *if_match, struct failure *why);

struct source_list {
	struct source_record *sources; /* owned */
	size_t count;
	bool more; /* there are sources behind these */
};
void source_list_free(struct source_list *list);
bool sources_list(struct vault *vault, const struct project *project, enum source_kind kind,
	const struct list_page *page, struct source_list *list, struct failure *why);

/* With what is sealed. `Key (name: X) is not found!` */
bool sources_get(struct vault *vault, const struct project *project, enum source_kind kind,
	const char *name, struct source_record *source, struct failure *why);

/* The opened secret of an entry: Key: PKCS#8 DER; Keystore: the file, and its password. */
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
