#include "store/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/home_check.h"
#include "store/record.h"
#include "store/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME_MODE 0711 /* the web server passes through to the bundles and reads nothing else */

enum field { FIELD_STORE_ID = 1, FIELD_INCARNATION, FIELD_CREATED, FIELD_CHECK };

/* What the newest sealing key seals at init, so that a keyring can prove that it belongs here. */
static const char check_text[] = "this keyring opens this store";

static bool exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

static void make_key(struct buffer *key)
{
	record_key(key, RECORD_META);
	record_key_name(key, "store");
}

static void associate_check(const struct id *store_id, struct buffer *associated)
{
	buffer_append(associated, store_id->bytes, sizeof store_id->bytes);
}

static bool put_meta(struct transaction *transaction, void *context, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	make_key(&key);
	return store_put(transaction, &key, context, why);
}

/* Writes who this store is. */
static bool found_store(const char *database, const struct keyring *keyring, struct failure *why)
{
	struct id store_id, incarnation;
	struct store *store;
	buffer_auto associated = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	id_make(&store_id);
	id_make(&incarnation);
	associate_check(&store_id, &associated);
	buffer_append_string(&plain, check_text);
	seal(keyring, RECORD_META, &associated, &plain, &sealed);
	record_begin(&value);
	record_put_bytes(&value, FIELD_STORE_ID, store_id.bytes, sizeof store_id.bytes);
	record_put_bytes(&value, FIELD_INCARNATION, incarnation.bytes, sizeof incarnation.bytes);
	record_put_i64(&value, FIELD_CREATED, clock_seconds());
	record_put_bytes(&value, FIELD_CHECK, sealed.data, sealed.length);
	if (!store_open(database, &store, why))
		return false;

	bool written = store_write(store, put_meta, &value, why);

	store_close(store);
	return written;
}

/* What a vault_create made, to be taken back when it can not be finished. */
struct made {
	bool home;
	bool keyring;
	bool store;
	bool bundle_root;
};

static void take_back(const struct home *home, const struct made *made)
{
	struct failure why;

	if (made->bundle_root)
		unlinkat(AT_FDCWD, home->bundle_root, AT_REMOVEDIR);
	if (made->store)
		file_remove_tree(AT_FDCWD, home->database, &why);
	if (made->keyring)
		unlink(home->keyring);
	if (made->home)
		unlinkat(AT_FDCWD, home->directory, AT_REMOVEDIR);
}

static bool make_all(const struct home *home, struct made *made, struct failure *why)
{
	struct keyring keyring;

	if (!file_make_directory(AT_FDCWD, home->directory, HOME_MODE, &made->home, why) ||
		!home_check(home, why))
		return false;
	made->keyring = keyring_create(home->keyring, why);
	if (!made->keyring)
		return false;
	made->store = store_create(home->database, why);
	if (!made->store || !keyring_load(home->keyring, &keyring, why))
		return false;

	bool founded = found_store(home->database, &keyring, why);

	keyring_free(&keyring);
	return founded &&
	       file_make_directory(AT_FDCWD, home->bundle_root, HOME_MODE, &made->bundle_root, why);
}

bool vault_create(const struct home *home, struct failure *why)
{
	struct made made = {false};
	bool has_store = exists(home->database);
	bool has_keyring = exists(home->keyring);

	if (has_store && has_keyring)
		return fail(why, FAILURE_CONFLICT, "There is a store already: %s.", home->database);
	if (has_store)
		return fail(why, FAILURE_CONFLICT,
			"There is a store already: %s, but its keyring %s is missing. Copy that "
			"back from its backup; a new one could not open the store.",
			home->database, home->keyring);
	if (has_keyring)
		return fail(why, FAILURE_CONFLICT,
			"There is a keyring already: %s, but its store %s is missing. Restore that "
			"from a backup, or move the keyring away to begin anew.",
			home->keyring, home->database);
	if (make_all(home, &made, why))
		return true;
	take_back(home, &made);
	return false;
}

struct meta {
	struct buffer value; /* owned */
	bool found;
};

static bool get_meta(struct transaction *transaction, void *context, struct failure *why)
{
	struct meta *meta = context;
	buffer_auto key = BUFFER_INIT;

	make_key(&key);
	return store_get(transaction, &key, &meta->value, &meta->found, why);
}

/* Who the store is, and whether the keyring is its. */
static bool check_identity(struct vault *vault, const struct buffer *value, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	buffer_auto plain = BUFFER_INIT;
	const uint8_t *check;
	size_t length;

	if (!record_check(value, why))
		return fail_within(why, "%s: ", vault->home.database);
	if (!record_get_id(value, FIELD_STORE_ID, &vault->store_id, why) ||
		!record_get_id(value, FIELD_INCARNATION, &vault->incarnation, why))
		return false;
	record_get_bytes(value, FIELD_CHECK, &check, &length);
	buffer_append(&sealed, check, length);
	associate_check(&vault->store_id, &associated);
	if (!seal_open(&vault->keyring, RECORD_META, &associated, &sealed, &plain, why) ||
		plain.length != strlen(check_text) || strcmp(plain.data, check_text) != 0)
		return fail(why, FAILURE_INTERNAL,
			"%s: this keyring does not open the store %s: it belongs to another store. "
			"Copy the right one back from its backup.",
			vault->home.keyring, vault->home.database);
	return true;
}

static bool read_identity(struct vault *vault, struct failure *why)
{
	struct meta meta = {BUFFER_INIT, false};
	bool done = store_read(vault->store, get_meta, &meta, why);

	if (done && !meta.found)
		done = fail(why, FAILURE_INTERNAL,
			"The store %s was never finished: `jwkmintctl init` was interrupted. "
			"Remove %s and %s and run it again.",
			vault->home.database, vault->home.database, vault->home.keyring);
	if (done)
		done = check_identity(vault, &meta.value, why);
	buffer_free(&meta.value);
	return done;
}

/* Without links, so that places in it can be compared; one that is not there is left as it is. */
static void resolve_bundle_root(struct home *home)
{
	char resolved[PATH_MAX];

	if (realpath(home->bundle_root, resolved) != NULL)
		memcpy(home->bundle_root, resolved, sizeof resolved);
}

static bool load_keyring(struct vault *vault, struct failure *why)
{
	const struct home *home = &vault->home;

	if (keyring_load(home->keyring, &vault->keyring, why))
		return true;
	if (home->keyring_is_configured)
		fail_within(why, "`keyring` in %s: ", home->conf);
	return false;
}

bool vault_open(const struct home *home, struct vault *vault, struct failure *why)
{
	*vault = (struct vault){.home = *home};
	resolve_bundle_root(&vault->home);
	return home_check(home, why) && store_open(home->database, &vault->store, why) &&
	       load_keyring(vault, why) && read_identity(vault, why);
}

void vault_close(struct vault *vault)
{
	store_close(vault->store);
	vault->store = NULL;
	keyring_free(&vault->keyring);
}

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

bool vault_open_seal(const struct vault *vault, const struct key_record *key,
	const struct buffer *sealed, struct buffer *private_part, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;

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

bool vault_open_entry(const struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct buffer *secret, struct failure *why)
{
	buffer_auto associated = BUFFER_INIT;

	associate_entry(vault, source, entry, &associated);
	return seal_open(&vault->keyring, RECORD_SECRET, &associated, &entry->sealed, secret, why);
}
