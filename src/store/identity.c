#include "store/identity.h"

#include "store/record.h"
#include "store/seal.h"

#include <string.h>

enum field { FIELD_STORE_ID = 1, FIELD_INCARNATION, FIELD_CREATED, FIELD_CHECK, FIELD_SOLE };

/* By whether an audit log was begun, so that nobody without the keyring can make that unsaid. */
static const char *const check_texts[] = {
	"this keyring opens this store",
	"this keyring opens this store and proves its audit log",
};

void store_identity_free(struct store_identity *identity)
{
	buffer_free(&identity->check);
}

static void make_key(struct buffer *key)
{
	record_key(key, RECORD_META);
	record_key_name(key, "store");
}

static bool decode(const struct buffer *value, struct store_identity *identity, struct failure *why)
{
	const uint8_t *bytes;
	size_t length;

	if (!record_check(value, why) ||
		!record_get_id(value, FIELD_STORE_ID, &identity->store_id, why) ||
		!record_get_id(value, FIELD_INCARNATION, &identity->incarnation, why))
		return false;
	identity->created = record_get_i64(value, FIELD_CREATED);
	record_get_bytes(value, FIELD_CHECK, &bytes, &length);
	buffer_clear(&identity->check);
	buffer_append(&identity->check, bytes, length);
	record_get_bytes(value, FIELD_SOLE, &bytes, &length);
	identity->has_sole = length == sizeof identity->sole;
	if (identity->has_sole)
		memcpy(identity->sole, bytes, length);
	return true;
}

bool store_identity_get(struct transaction *transaction, struct store_identity *identity,
	bool *found, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key);
	if (!store_get(transaction, &key, &value, found, why))
		return false;
	return !*found || decode(&value, identity, why);
}

bool store_identity_put(
	struct transaction *transaction, const struct store_identity *identity, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	make_key(&key);
	record_begin(&value);
	record_put_bytes(&value, FIELD_STORE_ID, identity->store_id.bytes, ID_SIZE);
	record_put_bytes(&value, FIELD_INCARNATION, identity->incarnation.bytes, ID_SIZE);
	record_put_i64(&value, FIELD_CREATED, identity->created);
	record_put_bytes(&value, FIELD_CHECK, identity->check.data, identity->check.length);
	if (identity->has_sole)
		record_put_bytes(&value, FIELD_SOLE, identity->sole, sizeof identity->sole);
	return store_put(transaction, &key, &value, why);
}

static void associate(const struct store_identity *identity, struct buffer *associated)
{
	buffer_append(associated, identity->store_id.bytes, ID_SIZE);
}

void store_identity_seal(struct store_identity *identity, const struct keyring *keyring)
{
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;

	associate(identity, &associated);
	buffer_append_string(&plain, check_texts[identity->has_audit]);
	buffer_clear(&identity->check);
	seal(keyring, RECORD_META, &associated, &plain, &identity->check);
}

bool store_identity_prove(
	struct store_identity *identity, const struct keyring *keyring, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;

	associate(identity, &associated);
	if (!seal_open(keyring, RECORD_META, &associated, &identity->check, &plain, why))
		return false;
	identity->has_audit = strcmp(plain.data, check_texts[true]) == 0;
	return identity->has_audit || strcmp(plain.data, check_texts[false]) == 0 ||
	       fail(why, FAILURE_INTERNAL, "The check of the store is another text.");
}
