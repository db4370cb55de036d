#include "store/audit_key.h"

#include "store/hkdf.h"

#include <string.h>

#define INFO "jwkmint audit head"

void audit_key_derive(const struct sealing_key *key, uint8_t audit_key[AUDIT_KEY_SIZE])
{
	hkdf_sha256(key->key, sizeof key->key, (const uint8_t *)INFO, sizeof INFO, audit_key,
		AUDIT_KEY_SIZE);
}

void audit_key_get(const struct keyring *keyring, const struct sealing_key *key,
	uint8_t audit_key[AUDIT_KEY_SIZE])
{
	if (key == keyring->keys && keyring->audit_key != NULL)
		memcpy(audit_key, keyring->audit_key, AUDIT_KEY_SIZE);
	else
		audit_key_derive(key, audit_key);
}
