#include "deploy/manifest_scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE   256
#define ENTRY_MOST  (PATH_SIZE + MANIFEST_HASH + 64) /* bytes of a file's entry */
#define READ_SIZE   (64UL << 10)                     /* bytes at once */
#define MOST_DIGITS 18                               /* of a size, which 64 bits hold then */

/* All of these return false for anything that we would not have written. */

/* A manifest that names anything outside its bundle is none of ours: nothing of it is followed. */
static bool is_inside(const char *path)
{
	return (strncmp(path, "public/", 7) == 0 || strncmp(path, "private/", 8) == 0) &&
	       strstr(path, "..") == NULL;
}

bool manifest_scan_read(struct manifest_scan *scan, size_t least, struct failure *why)
{
	struct buffer *text = scan->text;

	while ((size_t)(scan->end - scan->at) < least && text->length < scan->size) {
		size_t left = scan->size - text->length;
		ssize_t got = read(scan->file, scan->end, left < READ_SIZE ? left : READ_SIZE);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(why, FAILURE_INTERNAL, MANIFEST_NAME ": can not read: %s.",
				strerror(errno));
		if (got == 0)
			scan->size = text->length;
		text->length += (size_t)got;
		scan->end += got;
	}
	*scan->end = '\0';
	return true;
}

static bool literal(struct manifest_scan *scan, const char *text)
{
	size_t length = strlen(text);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, text, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* Up to the quotation mark, which becomes the end of the string. Paths need no escapes. */
static bool scan_path(struct manifest_scan *scan, const char **path)
{
	char *quote = memchr(scan->at, '"', (size_t)(scan->end - scan->at));
	size_t length = quote == NULL ? PATH_SIZE : (size_t)(quote - scan->at);

	if (length >= PATH_SIZE || memchr(scan->at, '\\', length) != NULL ||
		memchr(scan->at, '\0', length) != NULL)
		return false;
	*path = scan->at;
	*quote = '\0';
	scan->at = quote + 1;
	return is_inside(*path);
}

static bool scan_size(struct manifest_scan *scan, int64_t *size)
{
	int digits = 0;

	*size = 0;
	for (; scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9'; scan->at++) {
		if (++digits > MOST_DIGITS)
			return false;
		*size = *size * 10 + (*scan->at - '0');
	}
	return digits > 0;
}

/* Without a branch for each digit: there are many of them. */
static bool is_hash(const char *text)
{
	unsigned char wrong = 0;

	for (size_t i = 0; i < MANIFEST_HASH; i++) {
		unsigned char digit = (unsigned char)text[i];

		wrong |= ((unsigned char)(digit - '0') > 9) & ((unsigned char)(digit - 'a') > 5);
	}
	return wrong == 0;
}

static bool scan_hash(struct manifest_scan *scan, const char **sha256)
{
	if (scan->end - scan->at < MANIFEST_HASH || !is_hash(scan->at))
		return false;
	*sha256 = scan->at;
	scan->at += MANIFEST_HASH;
	return true;
}

static bool scan_file(struct manifest_scan *scan, struct manifest *manifest)
{
	const char *path, *sha256;
	int64_t size;

	return literal(scan, "{\"path\":\"") && scan_path(scan, &path) &&
	       literal(scan, ",\"size\":") && scan_size(scan, &size) &&
	       literal(scan, ",\"sha256\":\"") && scan_hash(scan, &sha256) &&
	       literal(scan, "\"}") && manifest_add(manifest, path, size, sha256);
}

bool manifest_scan_files(
	struct manifest_scan *scan, struct manifest *manifest, bool *good, struct failure *why)
{
	*good = true;
	if (literal(scan, "]"))
		return true;
	do {
		if (!manifest_scan_read(scan, ENTRY_MOST, why))
			return false;
		*good = scan_file(scan, manifest);
	} while (*good && literal(scan, ","));
	*good = *good && literal(scan, "]");
	return true;
}

static bool is_end(const char *at, size_t length)
{
	if (length > 0 && at[length - 1] == '\n')
		length--;
	return length > 0 && at[length - 1] == '}';
}

bool manifest_scan_ends(const struct manifest_scan *scan)
{
	char last[2];

	if (scan->text->length == scan->size)
		return is_end(scan->at, (size_t)(scan->end - scan->at));
	return pread(scan->file, last, sizeof last, (off_t)(scan->size - sizeof last)) ==
		       sizeof last &&
	       is_end(last, sizeof last);
}
