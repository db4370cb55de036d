/* What deployment reads back of its own manifests. */

#include "deploy/manifest.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MANIFEST_LIMIT (256UL << 20)
#define PATH_SIZE      256
#define ENTRY_MOST     (PATH_SIZE + MANIFEST_HASH + 64) /* bytes of a file's entry in the list */
#define READ_SIZE      (64UL << 10)                     /* more than stands before the list */
#define MOST_DIGITS    18                               /* of a size, which 64 bits hold then */

/* All of these return false for anything that we would not have written. */

static bool member(struct json_object *object, const char *name, enum json_type type,
	struct json_object **value)
{
	return json_object_is_type(object, json_type_object) &&
	       json_object_object_get_ex(object, name, value) && json_object_is_type(*value, type);
}

static bool read_string(struct json_object *object, const char *name, char **string)
{
	struct json_object *value;

	if (!member(object, name, json_type_string, &value))
		return false;
	*string = strdup(json_object_get_string(value));
	return *string != NULL;
}

static bool read_integer(struct json_object *object, const char *name, int64_t *integer)
{
	struct json_object *value;

	if (!member(object, name, json_type_int, &value))
		return false;
	*integer = json_object_get_int64(value);
	return true;
}

/* A manifest that names anything outside its bundle is none of ours: nothing of it is followed. */
static bool is_inside(const char *path)
{
	return (strncmp(path, "public/", 7) == 0 || strncmp(path, "private/", 8) == 0) &&
	       strstr(path, "..") == NULL;
}

/*
 * The list of files is long, and ours: it has this form and no other. A parser that takes whatever
 * is JSON would be most of what a deployment costs. What follows it is as long, and for others: it
 * is not even read.
 */
struct scan {
	int file;
	size_t size;         /* of the file */
	struct buffer *text; /* the file so far; has room for all of it, so it never moves */
	char *at;
	char *end;
};

/* Reads on until there is all of the next entry, or of the file. */
static bool read_on(struct scan *scan, struct failure *why)
{
	struct buffer *text = scan->text;

	while (scan->end - scan->at < ENTRY_MOST && text->length < scan->size) {
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

static bool literal(struct scan *scan, const char *text)
{
	size_t length = strlen(text);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, text, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* Up to the quotation mark, which becomes the end of the string. Paths need no escapes. */
static bool scan_path(struct scan *scan, const char **path)
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

static bool scan_size(struct scan *scan, int64_t *size)
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

static bool scan_hash(struct scan *scan, const char **sha256)
{
	if (scan->end - scan->at < MANIFEST_HASH || !is_hash(scan->at))
		return false;
	*sha256 = scan->at;
	scan->at += MANIFEST_HASH;
	return true;
}

static bool scan_file(struct scan *scan, struct manifest *manifest)
{
	const char *path, *sha256;
	int64_t size;

	return literal(scan, "{\"path\":\"") && scan_path(scan, &path) &&
	       literal(scan, ",\"size\":") && scan_size(scan, &size) &&
	       literal(scan, ",\"sha256\":\"") && scan_hash(scan, &sha256) &&
	       literal(scan, "\"}") && manifest_add(manifest, path, size, sha256);
}

/* `*good`: the list is as we write it. */
static bool scan_files(
	struct scan *scan, struct manifest *manifest, bool *good, struct failure *why)
{
	*good = true;
	if (literal(scan, "]"))
		return true;
	do {
		if (!read_on(scan, why))
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

/* What comes behind the list is for readers: here it only has to come to an end. */
static bool is_whole(const struct scan *scan)
{
	char last[2];

	if (scan->text->length == scan->size)
		return is_end(scan->at, (size_t)(scan->end - scan->at));
	return pread(scan->file, last, sizeof last, (off_t)(scan->size - sizeof last)) ==
		       sizeof last &&
	       is_end(last, sizeof last);
}

static bool read_written(struct json_object *tree, int64_t *seconds)
{
	struct json_object *value;

	return member(tree, "writtenAt", json_type_string, &value) &&
	       clock_parse(json_object_get_string(value), seconds);
}

static bool read_next_change(struct json_object *tree, int64_t *seconds)
{
	struct json_object *value;

	if (!json_object_object_get_ex(tree, "nextChange", &value))
		return false;
	if (value == NULL)
		return true;
	return json_object_is_type(value, json_type_string) &&
	       clock_parse(json_object_get_string(value), seconds);
}

static bool read_recipient(struct json_object *tree, char **recipient)
{
	struct json_object *value;

	if (!json_object_object_get_ex(tree, "recipient", &value))
		return false;
	if (value != NULL)
		return read_string(tree, "recipient", recipient);
	*recipient = strdup("");
	return *recipient != NULL;
}

static bool read_head(struct json_object *tree, struct manifest *manifest)
{
	struct json_object *project, *environment;
	int64_t format;

	return read_integer(tree, "format", &format) && format == MANIFEST_FORMAT &&
	       read_string(tree, "store", &manifest->store) &&
	       member(tree, "project", json_type_object, &project) &&
	       read_string(project, "id", &manifest->project) &&
	       member(tree, "environment", json_type_object, &environment) &&
	       read_string(environment, "id", &manifest->environment) &&
	       read_integer(environment, "generation", &manifest->environment_generation) &&
	       read_integer(tree, "generation", &manifest->generation) &&
	       read_string(tree, "private", &manifest->private_mode) &&
	       read_recipient(tree, &manifest->recipient) &&
	       read_written(tree, &manifest->written) &&
	       read_next_change(tree, &manifest->next_change);
}

/*
 * Reads what stands before the list, where the scan goes on then. In a string there is no quotation
 * mark behind a comma, so the first such place is the list.
 */
static bool scan_head(struct scan *scan, struct manifest *manifest)
{
	static const char files[] = ",\"files\":[";
	size_t length = (size_t)(scan->end - scan->at);
	char *list = memmem(scan->at, length, files, sizeof files - 1);
	buffer_auto head = BUFFER_INIT;
	json_auto tree = NULL;
	struct failure damage;

	if (list == NULL)
		return false;
	buffer_append(&head, scan->at, (size_t)(list - scan->at));
	buffer_append_byte(&head, '}');
	scan->at = list + sizeof files - 1;
	return json_parse(head.data, head.length, &tree, &damage) && read_head(tree, manifest);
}

static bool scan_all(struct scan *scan, struct manifest *manifest, bool *good, struct failure *why)
{
	if (!read_on(scan, why))
		return false;
	*good = scan_head(scan, manifest);
	if (*good && !scan_files(scan, manifest, good, why))
		return false;
	*good = *good && is_whole(scan);
	return true;
}

bool manifest_read(int bundle, struct manifest *manifest, bool *found, struct failure *why)
{
	file_auto file = -1;
	size_t size;

	if (!file_open(bundle, MANIFEST_NAME, &file, &size, found, why))
		return false;
	if (!*found)
		return true;
	if (size > MANIFEST_LIMIT)
		return fail(why, FAILURE_INTERNAL,
			MANIFEST_NAME ": larger than the %lu bytes that are allowed.",
			MANIFEST_LIMIT);

	char *start = buffer_reserve(&manifest->text, size);
	struct scan scan = {
		.file = file, .size = size, .text = &manifest->text, .at = start, .end = start};

	if (!scan_all(&scan, manifest, found, why))
		return false;
	if (!*found)
		manifest_free(manifest);
	return true;
}
