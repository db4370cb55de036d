/*
 * One page of an inspection: the rows that one visit looks at, and what it found.
 */
#ifndef JWKMINT_STORE_INSPECT_PAGE_H
#define JWKMINT_STORE_INSPECT_PAGE_H

#include "store/id_list.h"
#include "store/inspect.h"
#include "store/inspect_batch.h"
#include "store/kid_sums.h"
#include "store/project.h"
#include "store/row_set.h"

struct inspected_key {
	struct key_record record; /* owned */
	struct buffer sealed;     /* owned */
};

/* What is known of the store's projects, of one project's sources, and of all kids. */
struct inspect_memory {
	struct project *projects; /* owned */
	size_t project_count;
	size_t newest_project; /* that was looked for: the next is likely to be the same */
	struct id sources_of;
	struct id_list sources; /* owned */
	bool sources_are_read;
	struct kid_sums kids;
};

struct inspect_page {
	struct transaction *transaction; /* of the visit */
	struct inspect_memory *memory;   /* borrowed */
	bool projects_are_fresh;         /* read in this visit, as is the next */
	bool sources_are_fresh;
	struct row_set *sealed_rows; /* borrowed; rows to which an owner is looked for */
	bool strike_only;            /* nothing but that */
	struct buffer problems;      /* owned; sentences, each with its NUL */
	struct kid_print *kids;      /* owned; that were met */
	size_t kid_count;
	struct inspect_batch halves; /* owned; keys, each with the row of its private half, to be
					looked up */
	struct inspected_key *keys;  /* owned */
	size_t key_count;
	struct source_record *sources; /* owned */
	size_t source_count;
	struct pool_record *pooled; /* owned */
	size_t pooled_count;
};

#define INSPECT_PAGE_INIT                                                                          \
	{                                                                                          \
		.problems = BUFFER_INIT, .halves = INSPECT_BATCH_INIT                              \
	}
void inspect_page_clear(struct inspect_page *page);
void inspect_page_free(struct inspect_page *page);
void inspect_memory_free(struct inspect_memory *memory);

/*
 * Looks at one row, inside a visit. False with a sentence in `why`: it is not as it must be, or the
 * engine failed.
 */
typedef bool (*inspect_row)(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why);

/* JWKs and what leads to them, sources and what leads from them. What JWKs lead to comes later. */
bool inspect_key(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_kid(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_source(struct inspect_page *page, const struct buffer *key, const struct buffer *value,
	struct failure *why);
bool inspect_reference(struct inspect_page *page, const struct buffer *key,
	const struct buffer *value, struct failure *why);

/* Takes note of a kid that was met: `name` is that of its key. */
void inspect_note_kid(
	struct inspect_page *page, const struct id *project, const char *kid, const char *name);

/* A key as its row was when it was read, and its private half as it is now. */
bool inspect_half(struct inspect_page *page, const struct buffer *half, const struct buffer *value,
	struct failure *why);

/*
 * A key whose half is not right: one of them may have been changed since the other was read. Hands
 * over both as they are in a visit of its own, if the key is still there; what is not right then is
 * reported.
 */
bool inspect_key_again(struct store *store, const struct inspection *inspection,
	struct inspect_memory *memory, const struct key_record *key, struct failure *why);

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

/* A second look at kids, where keys and index do not agree. */
#define INSPECT_KID_KINDS 2
extern const struct inspect_kind inspect_kid_kinds[INSPECT_KID_KINDS];

/* Rows of kinds that this version does not know are noted as problems. */
bool inspect_strangers(struct inspect_page *page, struct failure *why);

/* Adds the sentence to the page's problems. */
void inspect_note_problem(struct inspect_page *page, const struct failure *why);

/* The same for a row that is damaged; false when the engine is broken, which ends the visit. */
bool inspect_take_finding(struct inspect_page *page, const struct failure *why);

void inspect_report_problems(const struct inspect_page *page, const struct inspection *inspection);

#endif
