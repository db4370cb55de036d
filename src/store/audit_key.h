/*
 * What proves the head of the audit log: derived by HKDF from a sealing key, so that neither tells
 * anything of the other.
 */
#ifndef JWKMINT_STORE_AUDIT_KEY_H
#define JWKMINT_STORE_AUDIT_KEY_H

#include "store/keyring.h"

#define AUDIT_KEY_SIZE 32

void audit_key_derive(const struct sealing_key *key, uint8_t audit_key[AUDIT_KEY_SIZE]);

/* That of a key of the keyring; the newest's is ready in one that was loaded. */
void audit_key_get(const struct keyring *keyring, const struct sealing_key *key,
	uint8_t audit_key[AUDIT_KEY_SIZE]);

#endif
