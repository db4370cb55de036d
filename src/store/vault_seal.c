#include "store/record.h"
#include "store/seal.h"
#include "store/vault.h"

#include <nettle/sha2.h>

/*
 * What a sealed row is bound to; `version` is 0 where a row has none. Fixed lengths throughout, so
 * that no two rows share a form.
 */
static void associate(const struct vault *vault, enum record_kind kind, const struct id *project,
	const struct id *id, uint32_t version, const struct buffer *binding,
	struct buffer *associated)
{
	struct sha256_ctx hash;
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_init(&hash);
	sha256_update(&hash, binding->length, (const uint8_t *)binding->data);
	sha256_digest(&hash, sizeof digest, digest);
	buffer_append(associated, vault->store_id.bytes, sizeof vault->store_id.bytes);
	buffer_append_byte(associated, (uint8_t)kind);
	buffer_append(associated, project->bytes, sizeof project->bytes);
	buffer_append(associated, id->bytes, sizeof id->bytes);
	record_key_u32(associated, version);
	buffer_append(associated, digest, sizeof digest);
}

static void associate_key(
	const struct vault *vault, const struct key_record *key, struct buffer *associated)
{
	buffer_auto binding = BUFFER_INIT;

	key_record_binding(key, &binding);
	associate(vault, RECORD_MATERIAL, &key->project, &key->id, key->version, &binding,
		associated);
}

void vault_seal(const struct vault *vault, const struct key_record *key,
	const struct buffer *private_part, struct buffer *sealed)
{
	buffer_auto associated = BUFFER_INIT;

	associate_key(vault, key, &associated);
	seal(&vault->keyring, RECORD_MATERIAL, &associated, private_part, sealed);
}

/* A key that is not in the keyring may be newer than what was read of it. */
static void look_for_key(struct vault *vault, const struct buffer *sealed)
{
	struct failure ignored;

	if (!seal_is_known(sealed, &vault->keyring))
		vault_refresh(vault, &ignored);
}

bool vault_open_seal(struct vault *vault, const struct key_record *key, const struct buffer *sealed,
	struct buffer *private_part, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;

	look_for_key(vault, sealed);
	associate_key(vault, key, &associated);
	return seal_open(&vault->keyring, RECORD_MATERIAL, &associated, sealed, private_part, why);
}

static void associate_entry(const struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *associated)
{
	buffer_auto binding = BUFFER_INIT;

	source_entry_binding(source, entry, &binding);
	associate(vault, RECORD_SECRET, &source->project, &source->id, 0, &binding, associated);
}

void vault_seal_entry(const struct vault *vault, const struct source_record *source,
	struct source_entry *entry, const struct buffer *secret)
{
	buffer_auto associated = BUFFER_INIT;

	associate_entry(vault, source, entry, &associated);
	buffer_clear(&entry->sealed);
	seal(&vault->keyring, RECORD_SECRET, &associated, secret, &entry->sealed);
}

bool vault_open_entry(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *secret, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;

	look_for_key(vault, &entry->sealed);
	associate_entry(vault, source, entry, &associated);
	return seal_open(&vault->keyring, RECORD_SECRET, &associated, &entry->sealed, secret, why);
}

static void associate_pooled(
	const struct vault *vault, const struct pool_record *record, struct buffer *associated)
{
	buffer_auto binding = BUFFER_INIT;

	pool_record_binding(record, &binding);
	associate(vault, RECORD_POOL, &vault->incarnation, &record->id, record->bits, &binding,
		associated);
}

void vault_seal_pooled(
	const struct vault *vault, struct pool_record *record, const struct buffer *private_part)
{
	buffer_auto associated = BUFFER_INIT;

	associate_pooled(vault, record, &associated);
	buffer_clear(&record->sealed);
	seal(&vault->keyring, RECORD_POOL, &associated, private_part, &record->sealed);
}

bool vault_open_pooled(struct vault *vault, const struct pool_record *record,
	struct buffer *private_part, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;

	look_for_key(vault, &record->sealed);
	associate_pooled(vault, record, &associated);
	return seal_open(
		&vault->keyring, RECORD_POOL, &associated, &record->sealed, private_part, why);
}
