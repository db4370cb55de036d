#include "deploy/manifest.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST_LIMIT (256UL << 20)
#define FILE_LIMIT     (256UL << 20)

void manifest_free(struct manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++)
		free(manifest->files[i].path);
	free(manifest->files);
	free(manifest->store);
	free(manifest->project);
	free(manifest->environment);
	free(manifest->private_mode);
	free(manifest->recipient);
	*manifest = (struct manifest)MANIFEST_INIT;
}

void manifest_hash(const struct buffer *content, uint8_t sha256[MANIFEST_HASH])
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, content->length, (const uint8_t *)content->data);
	sha256_digest(&context, MANIFEST_HASH, sha256);
}

/* The readers below return false for anything that we would not have written. */

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

static bool read_hash(struct json_object *object, uint8_t sha256[MANIFEST_HASH])
{
	struct json_object *value;
	struct base16_decode_ctx context;
	size_t length = MANIFEST_HASH;

	if (!member(object, "sha256", json_type_string, &value) ||
		json_object_get_string_len(value) != 2 * MANIFEST_HASH)
		return false;
	base16_decode_init(&context);
	return base16_decode_update(&context, &length, sha256, 2 * MANIFEST_HASH,
		       json_object_get_string(value)) &&
	       base16_decode_final(&context) && length == MANIFEST_HASH;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(
		((const struct manifest_file *)a)->path, ((const struct manifest_file *)b)->path);
}

/* A manifest that names anything outside its bundle is none of ours: nothing of it is followed. */
static bool is_inside(const char *path)
{
	return (strncmp(path, "public/", 7) == 0 || strncmp(path, "private/", 8) == 0) &&
	       strstr(path, "..") == NULL;
}

static bool read_file(struct json_object *item, struct manifest_file *file)
{
	return read_string(item, "path", &file->path) && is_inside(file->path) &&
	       read_integer(item, "size", &file->size) && file->size >= 0 &&
	       read_hash(item, file->sha256);
}

/* Whether no path stands there twice, in a list that is sorted. */
static bool are_distinct(const struct manifest_file *files, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (compare_paths(&files[i - 1], &files[i]) == 0)
			return false;
	}
	return true;
}

static bool read_files(struct json_object *tree, struct manifest *manifest)
{
	struct json_object *list;

	if (!member(tree, "files", json_type_array, &list))
		return false;

	size_t count = json_object_array_length(list);

	manifest->files = calloc(count + 1, sizeof *manifest->files);
	if (manifest->files == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		manifest->count = i + 1;
		if (!read_file(json_object_array_get_idx(list, i), &manifest->files[i]))
			return false;
	}
	qsort(manifest->files, count, sizeof *manifest->files, compare_paths);
	return are_distinct(manifest->files, count);
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

static bool read_tree(struct json_object *tree, struct manifest *manifest)
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
	       read_next_change(tree, &manifest->next_change) && read_files(tree, manifest);
}

bool manifest_read(int bundle, struct manifest *manifest, bool *found, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	json_auto tree = NULL;
	struct failure damage;

	if (!file_read(bundle, MANIFEST_NAME, MANIFEST_LIMIT, &text, found, why))
		return false;
	if (!*found)
		return true;
	*found = json_parse(text.data, text.length, &tree, &damage) && read_tree(tree, manifest);
	if (!*found)
		manifest_free(manifest);
	return true;
}

static bool is_id(const char *text, const struct id *id)
{
	char expected[ID_TEXT_SIZE];

	id_format(id, expected);
	return strcmp(text, expected) == 0;
}

bool manifest_belongs(const struct manifest *manifest, const struct id *store,
	const struct id *project, const struct id *environment)
{
	return is_id(manifest->store, store) && is_id(manifest->project, project) &&
	       is_id(manifest->environment, environment);
}

const struct manifest_file *manifest_find(const struct manifest *manifest, const char *path)
{
	struct manifest_file wanted = {.path = (char *)(uintptr_t)path};

	if (manifest->count == 0)
		return NULL;

	const struct manifest_file *file = bsearch(
		&wanted, manifest->files, manifest->count, sizeof *manifest->files, compare_paths);

	return file == NULL || file->damaged ? NULL : file;
}

static bool file_matches(int bundle, const struct manifest_file *file)
{
	buffer_auto content = BUFFER_INIT;
	uint8_t sha256[MANIFEST_HASH];
	struct failure unread;
	bool found;

	if (!file_read(bundle, file->path, FILE_LIMIT, &content, &found, &unread) || !found)
		return false;
	manifest_hash(&content, sha256);
	return (int64_t)content.length == file->size &&
	       memcmp(sha256, file->sha256, MANIFEST_HASH) == 0;
}

size_t manifest_verify(int bundle, struct manifest *manifest)
{
	size_t damaged = 0;

	for (size_t i = 0; i < manifest->count; i++) {
		manifest->files[i].damaged = !file_matches(bundle, &manifest->files[i]);
		damaged += manifest->files[i].damaged;
	}
	return damaged;
}

size_t manifest_verify_since(int bundle, const struct manifest *verified, struct manifest *manifest)
{
	size_t damaged = 0;

	for (size_t i = 0; i < manifest->count; i++) {
		struct manifest_file *file = &manifest->files[i];
		const struct manifest_file *known = manifest_find(verified, file->path);
		bool same = known != NULL && known->size == file->size &&
			    memcmp(known->sha256, file->sha256, MANIFEST_HASH) == 0;

		file->damaged = !same && !file_matches(bundle, file);
		damaged += file->damaged;
	}
	return damaged;
}
