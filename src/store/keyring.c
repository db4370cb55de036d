#include "store/keyring.h"

#include "base/base64url.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "store/audit_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_FILE 65536

/* All the keys that there can be; the kernel makes whole pages of it. */
struct room {
	struct sealing_key keys[KEYRING_MAX_KEYS];
	uint8_t audit_key[AUDIT_KEY_SIZE];
};

static bool check_file(const char *path, struct failure *why)
{
	struct stat status;

	if (stat(path, &status) < 0 && errno == ENOENT)
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring is missing. Copy it back from its backup; a new one can "
			"not open what this store holds.",
			path);
	if (stat(path, &status) < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not look at the keyring: %s.", path,
			strerror(errno));
	if (!S_ISREG(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring is not a regular file. Put the keyring there.", path);
	if (status.st_uid != geteuid())
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring belongs to uid %u, this process runs as uid %u. Run: "
			"chown %u %s",
			path, (unsigned)status.st_uid, (unsigned)geteuid(), (unsigned)geteuid(),
			path);
	if ((status.st_mode & S_IRUSR) == 0)
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring can not be read by its owner (mode %04o). Run: chmod 600 %s",
			path, (unsigned)status.st_mode & 07777, path);
	if ((status.st_mode & 077) != 0)
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring is open to others (mode %04o). Run: chmod 600 %s", path,
			(unsigned)status.st_mode & 07777, path);
	return true;
}

static bool parse_key(const char *text, uint8_t key[KEYRING_KEY_SIZE])
{
	buffer_auto bytes = BUFFER_INIT;

	if (!base64url_decode(&bytes, text, strlen(text)) || bytes.length != KEYRING_KEY_SIZE)
		return false;
	memcpy(key, bytes.data, KEYRING_KEY_SIZE);
	return true;
}

/* `line` is cut into its words. */
static bool parse_line(char *line, struct sealing_key *key)
{
	int64_t created;
	char *rest = line;
	const char *id = strsep(&rest, " ");
	const char *secret = strsep(&rest, " ");

	return secret != NULL && rest != NULL && hex_decode(id, key->id, KEYRING_ID_SIZE) &&
	       parse_key(secret, key->key) && clock_parse(rest, &created);
}

static void cut_comment(char *line)
{
	size_t length = strcspn(line, "#");

	while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
		length--;
	line[length] = '\0';
}

static bool add_line(
	struct keyring *keyring, const char *path, size_t number, char *line, struct failure *why)
{
	cut_comment(line);
	if (line[0] == '\0')
		return true;
	if (keyring->count == KEYRING_MAX_KEYS)
		return fail(why, FAILURE_INTERNAL,
			"%s: line %zu: more than %d sealing keys. Remove the oldest that nothing "
			"is sealed with.",
			path, number, KEYRING_MAX_KEYS);

	struct sealing_key *key = &keyring->keys[keyring->count];

	if (!parse_line(line, key))
		return fail(why, FAILURE_INTERNAL,
			"%s: line %zu is not \"ID KEY CREATED\" (8 hexadecimal digits, 32 bytes in "
			"base64url, a time like 2027-01-31T00:00:00Z). Copy the keyring back from "
			"its backup.",
			path, number);
	if (keyring_find(keyring, key->id) != NULL)
		return fail(why, FAILURE_INTERNAL,
			"%s: line %zu has the id of a line before it. Copy the keyring back from "
			"its backup.",
			path, number);
	keyring->count++;
	return true;
}

static bool parse(
	struct keyring *keyring, const char *path, struct buffer *text, struct failure *why)
{
	char *rest = text->data;

	if (strlen(text->data) != text->length || text->length == 0 ||
		text->data[text->length - 1] != '\n')
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring is damaged: it does not end with a whole line of text. "
			"Copy it back from its backup.",
			path);
	for (size_t number = 1; rest != NULL; number++) {
		if (!add_line(keyring, path, number, strsep(&rest, "\n"), why))
			return false;
	}
	if (keyring->count == 0)
		return fail(why, FAILURE_INTERNAL,
			"%s: the keyring holds no key. Copy it back from its backup.", path);
	return true;
}

static bool map_keys(const char *path, struct keyring *keyring, struct failure *why)
{
	struct room *room = mmap(
		NULL, sizeof *room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED)
		return fail(why, FAILURE_INTERNAL, "%s: no memory to hold the keyring: %s.", path,
			strerror(errno));
	/* Not every user may lock memory, and swapping is the operator's choice. */
	(void)mlock(room, sizeof *room);
	(void)madvise(room, sizeof *room, MADV_DONTDUMP);
	keyring->keys = room->keys;
	keyring->audit_key = room->audit_key;
	return true;
}

bool keyring_load(const char *path, struct keyring *keyring, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	*keyring = (struct keyring){.keys = NULL};
	if (!check_file(path, why) || !file_read(AT_FDCWD, path, LARGEST_FILE, &text, NULL, why) ||
		!map_keys(path, keyring, why))
		return false;
	if (!parse(keyring, path, &text, why)) {
		keyring_free(keyring);
		return false;
	}
	audit_key_derive(&keyring->keys[0], keyring->audit_key);
	return true;
}

struct keyring_stamp keyring_stamp(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return (struct keyring_stamp){.inode = 0};
	return (struct keyring_stamp){status.st_dev, status.st_ino, status.st_size, status.st_mtim};
}

bool keyring_stamp_equal(const struct keyring_stamp *a, const struct keyring_stamp *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

void keyring_free(struct keyring *keyring)
{
	if (keyring->keys != NULL) {
		explicit_bzero(keyring->keys, sizeof(struct room));
		munmap(keyring->keys, sizeof(struct room));
	}
	*keyring = (struct keyring){.keys = NULL};
}

const struct sealing_key *keyring_find(
	const struct keyring *keyring, const uint8_t id[KEYRING_ID_SIZE])
{
	for (size_t i = 0; i < keyring->count; i++) {
		if (memcmp(keyring->keys[i].id, id, KEYRING_ID_SIZE) == 0)
			return &keyring->keys[i];
	}
	return NULL;
}
