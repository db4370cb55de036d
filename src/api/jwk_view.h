/*
 * How a JWK looks to clients of the management API.
 */
#ifndef JWKMINT_API_JWK_VIEW_H
#define JWKMINT_API_JWK_VIEW_H

#include "base/json_writer.h"
#include "jwk/jwk.h"
#include "store/key_record.h"

/*
 * Writes one element of a resultList. With `jwk` (else NULL) its members, the private ones too,
 * stand in `rsa`, `ec`, `oct` or `okp`, and behind them what else is published with the key: x5c,
 * x5t#S256 and whatever a public JWK brought along.
 */
void jwk_view_write(
	struct json_writer *writer, const struct key_record *key, const struct jwk *jwk);

#endif
