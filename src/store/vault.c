#include "store/vault.h"

#include "base/clock.h"
#include "base/file.h"
#include "store/audit_head.h"
#include "store/home_check.h"
#include "store/identity.h"
#include "store/keyring_change.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME_MODE 0711 /* the web server passes through to the bundles and reads nothing else */

static bool exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

struct founding {
	const struct store_identity *identity;
	const struct keyring *keyring;
};

static bool put_identity(struct transaction *transaction, void *context, struct failure *why)
{
	const struct founding *founding = context;
	const struct id *store = &founding->identity->store_id;
	struct audit_place origin;

	audit_origin(store, &origin);
	return store_identity_put(transaction, founding->identity, why) &&
	       audit_head_put(transaction, store, founding->keyring, &origin, why);
}

/* Writes who this store is, and that its audit log has no record yet. */
static bool found_store(const char *database, const struct keyring *keyring, struct failure *why)
{
	store_identity_auto identity = {
		.created = clock_seconds(), .check = BUFFER_INIT, .has_audit = true};
	struct founding founding = {&identity, keyring};
	struct store *store;

	id_make(&identity.store_id);
	id_make(&identity.incarnation);
	store_identity_seal(&identity, keyring);
	if (!store_open(database, &store, why))
		return false;

	bool written = store_write(store, put_identity, &founding, why);

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

static bool make_directory(const char *path, bool *made, struct failure *why)
{
	if (!file_make_directory(AT_FDCWD, path, HOME_MODE, made, why))
		return false;
	return !*made || file_sync_parent(AT_FDCWD, path, why);
}

/* The store comes last: who finds one that was founded finds everything. */
static bool make_all(const struct home *home, struct made *made, struct failure *why)
{
	struct keyring keyring;

	if (!make_directory(home->directory, &made->home, why) || !home_check(home, why) ||
		!make_directory(home->bundle_root, &made->bundle_root, why))
		return false;
	made->keyring = keyring_create(home->keyring, why);
	if (!made->keyring)
		return false;
	made->store = store_create(home->database, why);
	if (!made->store || !keyring_load(home->keyring, &keyring, why))
		return false;

	bool founded = found_store(home->database, &keyring, why);

	keyring_free(&keyring);
	return founded;
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

struct lookup {
	struct store_identity identity; /* owned */
	bool found;
};

static bool get_identity(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;

	return store_identity_get(transaction, &lookup->identity, &lookup->found, why);
}

/* Who the store is, and whether the keyring is its. */
static bool check_identity(struct vault *vault, struct lookup *lookup, struct failure *why)
{
	if (!lookup->found)
		return fail(why, FAILURE_INTERNAL,
			"The store %s was never finished: `jwkmintctl init` was interrupted. "
			"Remove %s and %s and run it again.",
			vault->home.database, vault->home.database, vault->home.keyring);
	if (!store_identity_prove(&lookup->identity, &vault->keyring, why))
		return fail(why, FAILURE_INTERNAL,
			"%s: this keyring does not open the store %s: it belongs to another store, "
			"or the key that sealed this one was forgotten since. Copy the right one "
			"back from its backup.",
			vault->home.keyring, vault->home.database);
	vault->store_id = lookup->identity.store_id;
	vault->incarnation = lookup->identity.incarnation;
	return true;
}

static bool read_identity(struct vault *vault, struct failure *why)
{
	struct lookup lookup = {.identity = STORE_IDENTITY_INIT};
	bool done = store_read(vault->store, get_identity, &lookup, why);

	/* What is said to clients, who are told to come again, names no path. */
	if (!done && why->kind == FAILURE_INTERNAL)
		fail_within(why, "%s: ", vault->home.database);
	done = done && check_identity(vault, &lookup, why);
	store_identity_free(&lookup.identity);
	return done;
}

struct renewal {
	struct id incarnation;
};

/* A backup may be older than the newest sealing key, and than what was decided about it. */
static bool renew(struct transaction *transaction, void *context, struct failure *why)
{
	const struct renewal *renewal = context;
	store_identity_auto identity = STORE_IDENTITY_INIT;
	bool found;

	if (!store_identity_get(transaction, &identity, &found, why))
		return false;
	identity.incarnation = renewal->incarnation;
	identity.has_sole = false;
	return store_identity_put(transaction, &identity, why) &&
	       pool_record_drop(transaction, NULL, NULL, why);
}

bool vault_renew(struct vault *vault, struct failure *why)
{
	struct renewal renewal;

	id_make(&renewal.incarnation);
	if (!store_write(vault->store, renew, &renewal, why))
		return false;
	vault->incarnation = renewal.incarnation;
	return true;
}

/* Without links, so that places in it can be compared; one that is not there is left as it is. */
static void resolve_bundle_root(struct home *home)
{
	char resolved[PATH_MAX];

	if (realpath(home->bundle_root, resolved) != NULL)
		memcpy(home->bundle_root, resolved, sizeof resolved);
}

bool vault_refresh(struct vault *vault, struct failure *why)
{
	const struct home *home = &vault->home;
	struct keyring_stamp stamp = keyring_stamp(home->keyring);
	struct keyring keyring;

	if (keyring_load(home->keyring, &keyring, why)) {
		keyring_free(&vault->keyring);
		vault->keyring = keyring;
		vault->keyring_stamp = stamp;
		return true;
	}
	if (home->keyring_is_configured)
		fail_within(why, "`keyring` in %s: ", home->conf);
	return false;
}

bool vault_open(const struct home *home, struct vault *vault, struct failure *why)
{
	*vault = (struct vault){.home = *home};
	resolve_bundle_root(&vault->home);
	if (!home_check(home, why) || !store_open(home->database, &vault->store, why))
		return false;
	store_set_vault(vault->store, vault);
	store_bind(vault->store);
	store_place(vault->store, &vault->place);
	if (!vault_refresh(vault, why))
		return false;
	if (read_identity(vault, why))
		return true;
	/* A rekey may have begun since the keyring was read; it changes that first. */
	return !vault_is_current(vault) && vault_refresh(vault, why) && read_identity(vault, why);
}

bool vault_is_current(const struct vault *vault)
{
	struct keyring_stamp stamp = keyring_stamp(vault->home.keyring);

	return !store_is_replaced(vault->store) &&
	       keyring_stamp_equal(&stamp, &vault->keyring_stamp);
}

void vault_close(struct vault *vault)
{
	store_close(vault->store);
	vault->store = NULL;
	keyring_free(&vault->keyring);
}
