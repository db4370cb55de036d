/*
 * Where an imported key comes from: one table of the source types, and what each asks of a request.
 */
#ifndef JWKMINT_MINT_ORIGIN_H
#define JWKMINT_MINT_ORIGIN_H

#include "jwk/import.h"
#include "mint/import.h"
#include "store/source_record.h"

/* A key and the place that it was got from. */
struct origin {
	struct import import;        /* owned */
	const char *type;            /* sourceType, as it is recorded */
	bool has_source;             /* it is of a Key, Certificate or Keystore: */
	struct source_record source; /* owned */
	char environment[NAME_SIZE]; /* whose entry of it */
};

#define origin_auto __attribute__((cleanup(origin_free))) struct origin

void origin_init(struct origin *origin);
void origin_free(struct origin *origin);

/* FAILURE_INVALID unless sourceType is known and the member that it needs is there. */
bool origin_check_required(const struct import_request *request, struct failure *why);

/* FAILURE_INVALID unless the values that can be checked without looking anywhere are allowed. */
bool origin_check_values(const struct import_request *request, struct failure *why);

/* Gets the key of a request that was checked. */
bool origin_get(struct vault *vault, const struct project *project,
	const struct import_request *request, struct origin *origin, struct failure *why);

/* FAILURE_BUSY when the source is not, or not any more, as it was when the key was got. */
bool origin_require(
	struct transaction *transaction, const struct origin *origin, struct failure *why);

#endif
