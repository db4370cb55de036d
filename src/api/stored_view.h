/*
 * A key, certificate or keystore as clients see it.
 */
#ifndef JWKMINT_API_STORED_VIEW_H
#define JWKMINT_API_STORED_VIEW_H

#include "base/json_writer.h"
#include "mint/sources.h"

/*
 * Writes it as an element of a list. With a vault (which it is opened with) also what only its
 * owner gets to see: private halves, keystore files; never a password.
 */
bool stored_view_write(struct json_writer *writer, struct vault *vault,
	const struct source_record *source, struct failure *why);

#endif
