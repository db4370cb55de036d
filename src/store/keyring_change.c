#include "store/keyring_change.h"

#include "base/base64url.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE    0600
#define LARGEST_FILE 65536
#define NEW_SUFFIX   ".new"

static void append_new_key(struct buffer *text)
{
	uint8_t id[KEYRING_ID_SIZE];
	uint8_t key[KEYRING_KEY_SIZE];
	char created[CLOCK_TEXT_SIZE];

	random_bytes(id, sizeof id);
	random_bytes(key, sizeof key);
	clock_format(clock_seconds(), created);
	for (size_t i = 0; i < sizeof id; i++)
		buffer_printf(text, "%02x", id[i]);
	buffer_append_byte(text, ' ');
	base64url_encode(text, key, sizeof key);
	buffer_printf(text, " %s\n", created);
	explicit_bzero(key, sizeof key);
}

bool keyring_create(const char *path, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	struct stat status;

	if (lstat(path, &status) == 0)
		return fail(why, FAILURE_CONFLICT, "%s: there is a keyring already.", path);
	buffer_append_string(&text,
		"# Sealing keys, the newest first: ID KEY CREATED. Without this file the store's\n"
		"# private keys are lost; who has it and the store can read them.\n");
	append_new_key(&text);
	return file_create(AT_FDCWD, path, FILE_MODE, &text, why);
}

/* Puts a whole new file, on disk, in the place of the old one. */
static bool replace(const char *path, const struct buffer *text, struct failure *why)
{
	buffer_auto fresh = BUFFER_INIT;
	buffer_auto parent = BUFFER_INIT;
	file_auto directory = -1;

	buffer_printf(&fresh, "%s" NEW_SUFFIX, path);
	buffer_append(&parent, path, (size_t)(strrchr(path, '/') - path) + 1);
	if (unlink(fresh.data) < 0 && errno != ENOENT)
		return fail(why, FAILURE_INTERNAL, "%s: can not remove: %s.", fresh.data,
			strerror(errno));
	if (!file_open_directory(AT_FDCWD, parent.data, &directory, why) ||
		!file_create(AT_FDCWD, fresh.data, FILE_MODE, text, why) ||
		!fault_point("keyring.before-rename", why))
		return false;
	if (rename(fresh.data, path) < 0) {
		fail(why, FAILURE_INTERNAL, "%s: can not become %s: %s.", fresh.data, path,
			strerror(errno));
		unlink(fresh.data);
		return false;
	}
	return fault_point("keyring.renamed", why) &&
	       file_sync_directory(directory, parent.data, why);
}

/* Whether a line holds a key, and not only a comment. */
static bool holds_key(const char *line)
{
	return line[strspn(line, " \t")] != '#' && line[strspn(line, " \t\n")] != '\0';
}

/* Copies the lines: before the first key a new one, or only the first of all keys. */
static void edit(const struct buffer *old, bool add, struct buffer *text)
{
	size_t keys = 0;

	for (const char *line = old->data; *line != '\0';) {
		size_t length = strcspn(line, "\n");

		length += line[length] == '\n';
		if (holds_key(line)) {
			if (add && keys == 0)
				append_new_key(text);
			keys++;
		}
		if (!holds_key(line) || add || keys == 1)
			buffer_append(text, line, length);
		line += length;
	}
}

/* A symbolic link stays one: what it leads to is changed. */
static bool change(const char *path, bool add, struct failure *why)
{
	char resolved[PATH_MAX];
	buffer_auto old = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;

	if (realpath(path, resolved) == NULL)
		return fail(why, FAILURE_INTERNAL, "%s: can not find the keyring: %s.", path,
			strerror(errno));
	if (!file_read(AT_FDCWD, resolved, LARGEST_FILE, &old, NULL, why))
		return false;
	edit(&old, add, &text);
	return replace(resolved, &text, why);
}

bool keyring_add(const char *path, struct failure *why)
{
	struct keyring keyring;

	if (!keyring_load(path, &keyring, why))
		return false;

	bool full = keyring.count == KEYRING_MAX_KEYS;

	keyring_free(&keyring);
	if (full)
		return fail(why, FAILURE_CONFLICT,
			"%s holds %d sealing keys, which is the most. `jwkmintctl rekey "
			"--forget-old` leaves the newest.",
			path, KEYRING_MAX_KEYS);
	return change(path, true, why);
}

bool keyring_forget_old(const char *path, struct failure *why)
{
	return change(path, false, why);
}
