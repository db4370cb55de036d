/*
 * Getting a key from one kind of place each; for the table in origin.c. The request was checked.
 */
#ifndef JWKMINT_MINT_ORIGIN_GET_H
#define JWKMINT_MINT_ORIGIN_GET_H

#include "mint/origin.h"

#define ORIGIN_MAX_URL 2048 /* bytes */

/* FAILURE_INVALID: a timeout or limit is out of its range, the URL too long. */
bool origin_check_url(const struct import_request *request, struct failure *why);

/* Appends what the URL holds, fetched with the operator's settings (url-allow, url-ca). */
bool origin_fetch(struct vault *vault, const struct import_request *request, struct buffer *body,
	struct failure *why);

/* Takes the key from a Key, Certificate or Keystore of the project. */
bool origin_get_stored(struct vault *vault, const struct project *project, enum source_kind kind,
	bool with_private, const struct import_request *request, struct origin *origin,
	struct failure *why);

#endif
