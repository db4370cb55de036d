/*
 * From a key's record to what stands beside the key in its JWK: the one place that makes it.
 */
#ifndef JWKMINT_DEPLOY_ATTRIBUTES_H
#define JWKMINT_DEPLOY_ATTRIBUTES_H

#include "jwk/jwk.h"
#include "store/key_record.h"

/* Borrowed from the record. */
struct jwk_attributes attributes_of(const struct key_record *key);

#endif
