/* What deployment reads back of its own manifests. */

#include "deploy/manifest.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#define MANIFEST_LIMIT (256UL << 20)
#define PATH_SIZE      256
#define MOST_DIGITS    18 /* of a size, which 64 bits hold then */

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
 * is JSON would be most of what a deployment costs.
 */
struct scan {
	const char *at;
	const char *end;
};

static bool literal(struct scan *scan, const char *text)
{
	size_t length = strlen(text);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, text, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* Up to the quotation mark, which may not be missing. Paths need no escapes. */
static bool scan_path(struct scan *scan, char path[PATH_SIZE])
{
	const char *quote = memchr(scan->at, '"', (size_t)(scan->end - scan->at));
	size_t length = quote == NULL ? PATH_SIZE : (size_t)(quote - scan->at);

	if (length >= PATH_SIZE || memchr(scan->at, '\\', length) != NULL ||
		memchr(scan->at, '\0', length) != NULL)
		return false;
	memcpy(path, scan->at, length);
	path[length] = '\0';
	scan->at = quote;
	return is_inside(path);
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

static bool scan_hash(struct scan *scan, uint8_t sha256[MANIFEST_HASH])
{
	char digits[2 * MANIFEST_HASH + 1];

	if ((size_t)(scan->end - scan->at) < sizeof digits)
		return false;
	memcpy(digits, scan->at, sizeof digits - 1);
	digits[sizeof digits - 1] = '\0';
	scan->at += sizeof digits - 1;
	return hex_decode(digits, sha256, MANIFEST_HASH);
}

static bool scan_file(struct scan *scan, struct manifest *manifest)
{
	uint8_t sha256[MANIFEST_HASH];
	char path[PATH_SIZE];
	int64_t size;

	return literal(scan, "{\"path\":\"") && scan_path(scan, path) &&
	       literal(scan, "\",\"size\":") && scan_size(scan, &size) &&
	       literal(scan, ",\"sha256\":\"") && scan_hash(scan, sha256) && literal(scan, "\"}") &&
	       manifest_add(manifest, path, size, sha256);
}

static bool scan_files(struct scan *scan, struct manifest *manifest)
{
	if (literal(scan, "]"))
		return true;
	do {
		if (!scan_file(scan, manifest))
			return false;
	} while (literal(scan, ","));
	return literal(scan, "]");
}

/* What comes behind the list is for readers: here it only has to come to an end. */
static bool is_whole(const struct scan *scan)
{
	size_t length = (size_t)(scan->end - scan->at);

	if (length > 0 && scan->at[length - 1] == '\n')
		length--;
	return length > 0 && scan->at[length - 1] == '}';
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

/* In a string there is no quotation mark behind a comma, so the first such place is the list. */
static bool read_text(const struct buffer *text, struct manifest *manifest)
{
	static const char files[] = ",\"files\":[";
	const char *list = memmem(text->data, text->length, files, sizeof files - 1);
	buffer_auto head = BUFFER_INIT;
	json_auto tree = NULL;
	struct failure damage;

	if (list == NULL)
		return false;
	buffer_append(&head, text->data, (size_t)(list - text->data));
	buffer_append_byte(&head, '}');

	struct scan scan = {list + sizeof files - 1, text->data + text->length};

	return json_parse(head.data, head.length, &tree, &damage) && read_head(tree, manifest) &&
	       scan_files(&scan, manifest) && is_whole(&scan);
}

bool manifest_read(int bundle, struct manifest *manifest, bool *found, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;

	if (!file_read(bundle, MANIFEST_NAME, MANIFEST_LIMIT, &text, found, why))
		return false;
	if (!*found)
		return true;
	*found = read_text(&text, manifest);
	if (!*found)
		manifest_free(manifest);
	return true;
}
