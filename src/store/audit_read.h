/*
 * Reading the audit log: page by page, a short visit to the store for each, whatever its length.
 */
#ifndef JWKMINT_STORE_AUDIT_READ_H
#define JWKMINT_STORE_AUDIT_READ_H

#include "store/audit_record.h"
#include "store/vault.h"

/*
 * Hands over every row, from the first to the newest, or from the newest backwards, outside of any
 * visit. Rows that are appended meanwhile may be among them.
 */
bool audit_each(
	struct store *store, bool backwards, store_row visit, void *context, struct failure *why);

/* What was seen of a log. */
struct audit_proof {
	struct audit_place newest; /* sequence 0: there is no record */
	bool is_whole;
	struct failure finding; /* else: what is wrong first, for the operator */

	/* Called now and then with the number of records read; may be NULL. */
	void (*progress)(uint64_t records, void *context);
	void *context;
};

/*
 * Looks whether every record of the log, as it is when this is called, follows the one before and
 * the keyring proves the newest. `expected` (NULL: none) is what a log showed once as `newest`: it
 * has to be in it. Fails only when the store can not be read.
 */
bool audit_verify(struct vault *vault, const struct audit_place *expected,
	struct audit_proof *proof, struct failure *why);

#endif
