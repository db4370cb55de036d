#include "store/seal.h"

#include "base/random.h"
#include "store/hkdf.h"

#include <nettle/gcm.h>
#include <nettle/memops.h>
#include <string.h>

#define SEAL_FORMAT 1
#define NONCE_SIZE  GCM_IV_SIZE
#define TAG_SIZE    GCM_DIGEST_SIZE
#define HEADER_SIZE (1 + KEYRING_ID_SIZE + NONCE_SIZE)
#define INFO        "jwkmint seal " /* followed by the record kind */

static void derive(
	const struct sealing_key *key, enum record_kind kind, uint8_t data_key[AES256_KEY_SIZE])
{
	uint8_t info[sizeof INFO];

	memcpy(info, INFO, sizeof info);
	info[sizeof info - 1] = (uint8_t)kind;
	hkdf_sha256(key->key, sizeof key->key, info, sizeof info, data_key, AES256_KEY_SIZE);
}

/* Readies GCM with everything that is authenticated and not encrypted. */
static void begin(struct gcm_aes256_ctx *gcm, const struct sealing_key *key, enum record_kind kind,
	const uint8_t header[HEADER_SIZE], const struct buffer *associated)
{
	uint8_t data_key[AES256_KEY_SIZE];
	buffer_auto authenticated = BUFFER_INIT;

	derive(key, kind, data_key);
	gcm_aes256_set_key(gcm, data_key);
	explicit_bzero(data_key, sizeof data_key);
	gcm_aes256_set_iv(gcm, NONCE_SIZE, header + 1 + KEYRING_ID_SIZE);
	buffer_append(&authenticated, header, HEADER_SIZE);
	buffer_append(&authenticated, associated->data, associated->length);
	gcm_aes256_update(gcm, authenticated.length, (const uint8_t *)authenticated.data);
}

void seal(const struct keyring *keyring, enum record_kind kind, const struct buffer *associated,
	const struct buffer *plain, struct buffer *sealed)
{
	const struct sealing_key *key = &keyring->keys[0];
	uint8_t header[HEADER_SIZE] = {SEAL_FORMAT};
	struct gcm_aes256_ctx gcm;

	memcpy(header + 1, key->id, KEYRING_ID_SIZE);
	random_bytes(header + 1 + KEYRING_ID_SIZE, NONCE_SIZE);
	begin(&gcm, key, kind, header, associated);
	buffer_append(sealed, header, HEADER_SIZE);

	size_t size = plain->length + TAG_SIZE;
	uint8_t *out = (uint8_t *)buffer_reserve(sealed, size);

	gcm_aes256_encrypt(&gcm, plain->length, out, (const uint8_t *)plain->data);
	gcm_aes256_digest(&gcm, TAG_SIZE, out + plain->length);
	sealed->length += size;
	sealed->data[sealed->length] = '\0';
	explicit_bzero(&gcm, sizeof gcm);
}

static bool fail_damaged(struct failure *why)
{
	return fail(why, FAILURE_INTERNAL,
		"A sealed value of the store does not open: it was changed, or moved from another "
		"row. Restore a backup.");
}

static bool open_with(const struct sealing_key *key, enum record_kind kind,
	const struct buffer *associated, const struct buffer *sealed, struct buffer *plain,
	struct failure *why)
{
	const uint8_t *blob = (const uint8_t *)sealed->data;
	size_t length = sealed->length - HEADER_SIZE - TAG_SIZE;
	uint8_t *out = (uint8_t *)buffer_reserve(plain, length);
	struct gcm_aes256_ctx gcm;
	uint8_t tag[TAG_SIZE];

	begin(&gcm, key, kind, blob, associated);
	gcm_aes256_decrypt(&gcm, length, out, blob + HEADER_SIZE);
	gcm_aes256_digest(&gcm, TAG_SIZE, tag);
	explicit_bzero(&gcm, sizeof gcm);
	if (memeql_sec(tag, blob + HEADER_SIZE + length, TAG_SIZE) == 0) {
		explicit_bzero(out, length);
		return fail_damaged(why);
	}
	plain->length += length;
	plain->data[plain->length] = '\0';
	return true;
}

bool seal_open(const struct keyring *keyring, enum record_kind kind,
	const struct buffer *associated, const struct buffer *sealed, struct buffer *plain,
	struct failure *why)
{
	const uint8_t *blob = (const uint8_t *)sealed->data;

	if (sealed->length < HEADER_SIZE + TAG_SIZE)
		return fail_damaged(why);
	if (blob[0] != SEAL_FORMAT)
		return fail(why, FAILURE_INTERNAL,
			"A sealed value of the store has format %u, which was written by a newer "
			"version of this program, or it was changed. Install that version.",
			blob[0]);

	const struct sealing_key *key = keyring_find(keyring, blob + 1);

	if (key == NULL)
		return fail(why, FAILURE_INTERNAL,
			"The keyring has no sealing key %02x%02x%02x%02x, with which a value of "
			"the store is sealed. Copy the keyring that has it back from its backup.",
			blob[1], blob[2], blob[3], blob[4]);
	return open_with(key, kind, associated, sealed, plain, why);
}

bool seal_is_by(const struct buffer *sealed, const uint8_t id[KEYRING_ID_SIZE])
{
	return sealed->length >= HEADER_SIZE && memcmp(sealed->data + 1, id, KEYRING_ID_SIZE) == 0;
}

bool seal_is_known(const struct buffer *sealed, const struct keyring *keyring)
{
	return sealed->length < HEADER_SIZE ||
	       keyring_find(keyring, (const uint8_t *)sealed->data + 1) != NULL;
}
