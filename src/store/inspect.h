/*
 * A look at every row of a store: whether it is what its kind says, and whether the rows that
 * belong together do.
 *
 * The store is read in pages, a short visit for each, so that its users hardly notice. Within a
 * visit nobody changes anything: what is said about a row is true at that moment, and what others
 * change meanwhile is never taken for damage. Nothing is changed.
 */
#ifndef JWKMINT_STORE_INSPECT_H
#define JWKMINT_STORE_INSPECT_H

#include "store/key_record.h"
#include "store/pool_record.h"
#include "store/source_record.h"

/* The kinds of rows, in the order in which they are counted. */
#define INSPECT_KINDS 17

struct inspect_kind_name {
	const char *title;  /* "users" */
	const char *member; /* "users", in JSON */
};
extern const struct inspect_kind_name inspect_kind_names[INSPECT_KINDS];

/* What is done with what is found; all outside of any visit. */
struct inspection {
	/*
	 * A key whose rows fit together, and its sealed half (empty when it is public only). False
	 * with a sentence in `why`: the half is not right. The rows may have been read one after
	 * the other then, so both are read in one visit and handed over again. What is still not
	 * right is a problem.
	 */
	bool (*key)(const struct key_record *key, const struct buffer *sealed, void *context,
		struct failure *why);

	/* A source, with all that is sealed in it. */
	void (*source)(const struct source_record *source, void *context);

	/* A key of the pool. */
	void (*pooled)(const struct pool_record *record, void *context);

	/* A row that is not as it must be: a sentence for the operator. */
	void (*problem)(const char *sentence, void *context);

	/* After each page: how many rows were read so far. May be NULL. */
	void (*progress)(size_t rows, void *context);

	void *context;
};

/*
 * Looks at everything; `counts` becomes the number of rows of each kind. Fails only when the store
 * can not be read at all.
 */
bool inspect(struct store *store, const struct inspection *inspection, size_t counts[INSPECT_KINDS],
	struct failure *why);

#endif
