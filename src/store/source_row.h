/*
 * The public row of a source as bytes and back; for source_record.c.
 */
#ifndef JWKMINT_STORE_SOURCE_ROW_H
#define JWKMINT_STORE_SOURCE_ROW_H

#include "store/source_record.h"

/* Replaces `value` with all of it but what is sealed. */
void source_row_encode(struct buffer *value, const struct source_record *source);

/* Replaces `source`, its entries included. FAILURE_INTERNAL for bytes that are none of ours. */
bool source_row_decode(
	const struct buffer *value, struct source_record *source, struct failure *why);

#endif
