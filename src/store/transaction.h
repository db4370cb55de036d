/*
 * What a visit holds while it is inside; for store.c, which begins it, row.c and audit.c, which use
 * it.
 */
#ifndef JWKMINT_STORE_TRANSACTION_H
#define JWKMINT_STORE_TRANSACTION_H

#include "store/audit_record.h"
#include "store/engine.h"

struct vault;

/*
 * The first record of the audit log that a run of a work appended. When the work runs again, it
 * tells whether the run was committed: then it is in the log.
 */
struct run_mark {
	bool is_set;
	struct audit_place place;
};

struct transaction {
	struct engine *engine;
	DB_TXN *engine_transaction; /* NULL in a visit for reading: nobody else can change rows */
	struct vault *vault;        /* the store's, see store_set_vault */
	struct run_mark former;     /* of the last run before that appended; else not set */
	struct run_mark mark;       /* of this run */
};

#endif
