/* What deployment reads back of its own manifests. */

#include "deploy/manifest_scan.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#define MANIFEST_LIMIT (256UL << 20)
#define HEAD_MOST      (16 << 10) /* bytes before the list */

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
static bool scan_head(struct manifest_scan *scan, struct manifest *manifest)
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

static bool scan_all(
	struct manifest_scan *scan, struct manifest *manifest, bool *good, struct failure *why)
{
	if (!manifest_scan_read(scan, HEAD_MOST, why))
		return false;
	*good = scan_head(scan, manifest);
	if (*good && !manifest_scan_files(scan, manifest, good, why))
		return false;
	*good = *good && manifest_scan_ends(scan);
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
	struct manifest_scan scan = {
		.file = file, .size = size, .text = &manifest->text, .at = start, .end = start};

	if (!scan_all(&scan, manifest, found, why))
		return false;
	if (!*found)
		manifest_free(manifest);
	return true;
}
