/*
 * From a request to the entries of a source: everything is parsed, checked and sealed here, outside
 * of any visit to the store. A file for each kind.
 */
#ifndef JWKMINT_MINT_SOURCE_BUILD_H
#define JWKMINT_MINT_SOURCE_BUILD_H

#include "mint/sources.h"

/* Whether a request leaves this value out: it is absent or empty. */
bool source_is_empty(const char *text);

/* FAILURE_INVALID unless what a new source needs is there: name, environments, certificate. */
bool source_build_require(
	enum source_kind kind, const struct source_request *request, struct failure *why);

/* FAILURE_INVALID unless a source of this kind may have this name. */
bool source_check_name(enum source_kind kind, const char *name, struct failure *why);

/* The same of name and description, as far as the request has them. */
bool source_check_texts(
	enum source_kind kind, const struct source_request *request, struct failure *why);

/* Whether a change is one of the entries, too: of environments, alias or certificate. */
bool source_has_content(const struct source_request *request);

/*
 * Gives `after`, which has none, an empty entry for each part, no environment twice; without parts,
 * for each entry that there was `before`.
 */
bool source_build_environments(const struct source_request *request,
	const struct source_record *before, struct source_record *after, struct failure *why);

/*
 * Fills these entries, and the type of `after`, which has project, id and kind, from the parts of
 * the request. `before` is what it changes, NULL when it is new.
 */
bool source_build(struct vault *vault, const struct source_request *request,
	const struct source_record *before, struct source_record *after, struct failure *why);

/* What a kind does for one environment. */
struct source_making {
	struct vault *vault;
	const struct source_request *request;
	const struct source_part *part;     /* NULL: the environments stay as they were */
	const struct source_record *before; /* NULL: it is new */
	const struct source_entry *former;  /* NULL: it was not in this environment */
	struct source_record *after;
	struct source_entry *entry; /* of `after`; has its environment */
};

bool source_build_key(struct source_making *making, struct failure *why);
bool source_build_certificate(struct source_making *making, struct failure *why);
bool source_build_keystore(struct source_making *making, struct failure *why);

#endif
