#include "store/audit_head.h"

#include "store/audit_key.h"
#include "store/record.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <string.h>

enum field { FIELD_SEQUENCE = 1, FIELD_HASH, FIELD_KEY, FIELD_PROOF };

#define PURPOSE "jwkmint audit head"

static void make_key(struct buffer *key)
{
	record_key(key, RECORD_META);
	record_key_name(key, "audit");
}

static void prove(const struct keyring *keyring, const struct sealing_key *key,
	const struct id *store, const struct audit_place *place, uint8_t proof[AUDIT_PROOF_SIZE])
{
	uint8_t mac_key[AUDIT_KEY_SIZE];
	struct hmac_sha256_ctx hmac;
	buffer_auto text = BUFFER_INIT;

	buffer_append(&text, PURPOSE, sizeof PURPOSE);
	buffer_append(&text, store->bytes, sizeof store->bytes);
	record_key_u32(&text, (uint32_t)(place->sequence >> 32));
	record_key_u32(&text, (uint32_t)place->sequence);
	buffer_append(&text, place->hash, sizeof place->hash);
	audit_key_get(keyring, key, mac_key);
	hmac_sha256_set_key(&hmac, sizeof mac_key, mac_key);
	hmac_sha256_update(&hmac, text.length, (const uint8_t *)text.data);
	hmac_sha256_digest(&hmac, AUDIT_PROOF_SIZE, proof);
	explicit_bzero(&hmac, sizeof hmac);
	explicit_bzero(mac_key, sizeof mac_key);
}

/* A field of another length stays zeros. */
static void get_bytes(const struct buffer *value, uint8_t tag, uint8_t *bytes, size_t size)
{
	const uint8_t *found;
	size_t length;

	record_get_bytes(value, tag, &found, &length);
	if (length == size)
		memcpy(bytes, found, size);
}

bool audit_head_get(
	struct transaction *transaction, struct audit_head *head, bool *found, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;
	struct failure ignored;

	*head = (struct audit_head){.place = {.sequence = 0}};
	make_key(&key);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	if (!*found || !record_check(&value, &ignored))
		return true;
	head->place.sequence = (uint64_t)record_get_i64(&value, FIELD_SEQUENCE);
	get_bytes(&value, FIELD_HASH, head->place.hash, sizeof head->place.hash);
	get_bytes(&value, FIELD_KEY, head->key, sizeof head->key);
	get_bytes(&value, FIELD_PROOF, head->proof, sizeof head->proof);
	return true;
}

bool audit_head_put(struct transaction *transaction, const struct id *store,
	const struct keyring *keyring, const struct audit_place *place, struct failure *why)
{
	const struct sealing_key *newest = &keyring->keys[0];
	uint8_t proof[AUDIT_PROOF_SIZE];
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	prove(keyring, newest, store, place, proof);
	make_key(&key);
	record_begin(&value);
	record_put_i64(&value, FIELD_SEQUENCE, (int64_t)place->sequence);
	record_put_bytes(&value, FIELD_HASH, place->hash, sizeof place->hash);
	record_put_bytes(&value, FIELD_KEY, newest->id, sizeof newest->id);
	record_put_bytes(&value, FIELD_PROOF, proof, sizeof proof);
	return store_put(transaction, &key, &value, why);
}

bool audit_head_is_proven(
	const struct audit_head *head, const struct id *store, const struct keyring *keyring)
{
	const struct sealing_key *key = keyring_find(keyring, head->key);
	uint8_t proof[AUDIT_PROOF_SIZE];

	if (key == NULL)
		return false;
	prove(keyring, key, store, &head->place, proof);
	return memeql_sec(proof, head->proof, sizeof proof) != 0;
}
