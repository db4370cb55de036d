/*
 * One page of an inspection: the rows that one visit looks at, and what it found.
 */
#ifndef JWKMINT_STORE_INSPECT_PAGE_H
#define JWKMINT_STORE_INSPECT_PAGE_H

#include "store/id_list.h"
#include "store/inspect.h"
#include "store/project.h"
#include "store/row_set.h"

struct inspected_key {
	struct key_record record; /* owned */
	struct buffer sealed;     /* owned */
};

/* What is known of the store's projects and of one project's sources. */
struct inspect_memory {
	struct project *projects; /* owned */
	size_t project_count;
	struct id sources_of;
	struct id_list sources; /* owned */
	bool sources_are_read;
};

struct inspect_page {
	struct transaction *transaction; /* of the visit */
	struct inspect_memory *memory;   /* borrowed */
	bool projects_are_fresh;         /* read in this visit, as is the next */
	bool sources_are_fresh;
	struct row_set *sealed_rows; /* borrowed; rows to which an owner is looked for */
	bool strike_only;            /* nothing but that */
	struct buffer problems;      /* owned; sentences, each with its NUL */
	struct inspected_key *keys;  /* owned */
	size_t key_count;
	struct source_record *sources; /* owned */
	size_t source_count;
	struct pool_record *pooled; /* owned */
	size_t pooled_count;
};

void inspect_page_clear(struct inspect_page *page);
void inspect_memory_free(struct inspect_memory *memory);

/*
 * Looks at one row, inside a visit. False with a sentence in `why`: it is not as it must be, or the
 * engine failed.
 */
typedef bool (*inspect_row)(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why);

/* JWKs and what leads to them, sources and what leads from them. */
bool inspect_key(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_kid(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_source(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_reference(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why);

/* The project with this id; what is remembered is read anew when it is not among it. */
bool inspect_find_project(struct inspect_page *page, const struct id *id,
	const struct project **project, struct failure *why);

/* Whether the project has a source with this id. */
bool inspect_find_source(struct inspect_page *page, const struct id *project,
	const struct id *source, bool *found, struct failure *why);

/* FAILURE_INTERNAL: what was found by a name has another in its row, or was not found by it. */
bool inspect_check_name(
	const char *kind, const char *name, const char *stored, struct failure *why);
bool inspect_fail_gone(const char *kind, const char *name, struct failure *why);

struct inspect_kind {
	uint8_t kind; /* enum record_kind */
	inspect_row row;
};

/* In the order of inspect_kind_names, which is also that of the walk. */
extern const struct inspect_kind inspect_kinds[INSPECT_KINDS];

#endif
