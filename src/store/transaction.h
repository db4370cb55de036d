/*
 * What a visit holds while it is inside; for store.c, which begins it, and row.c, which uses it.
 */
#ifndef JWKMINT_STORE_TRANSACTION_H
#define JWKMINT_STORE_TRANSACTION_H

#include "store/engine.h"

struct transaction {
	struct engine *engine;
	DB_TXN *engine_transaction; /* NULL in a visit for reading: nobody else can change rows */
};

#endif
