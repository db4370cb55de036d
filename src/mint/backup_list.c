#include "mint/backup_list.h"

#include "base/array.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST_MODE  0600
#define LIST_LIMIT (1UL << 20)
#define FORMAT     1
#define BLOCK      65536

void backup_list_free(struct backup_list *list)
{
	free(list->files);
	*list = (struct backup_list)BACKUP_LIST_INIT;
}

static bool hash_file(int directory, struct backup_file *file, struct failure *why)
{
	file_auto descriptor =
		openat(directory, file->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;
	uint8_t block[BLOCK];
	ssize_t got = descriptor < 0 ? -1 : 1;

	sha256_init(&hash);
	file->size = 0;
	while (got > 0) {
		got = read(descriptor, block, sizeof block);
		if (got > 0) {
			sha256_update(&hash, (size_t)got, block);
			file->size += got;
		} else if (got < 0 && errno == EINTR) {
			got = 1;
		}
	}
	if (got < 0)
		return fail(why, FAILURE_INTERNAL, "%s: can not read: %s.", file->name,
			strerror(errno));
	sha256_digest(&hash, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(file->sha256 + 2 * i, 3, "%02x", digest[i]);
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct backup_file *)a)->name, ((const struct backup_file *)b)->name);
}

static struct backup_file *add(struct backup_list *list, const char *name)
{
	list->files = array_grow(list->files, list->count, sizeof *list->files);

	struct backup_file *file = &list->files[list->count++];

	*file = (struct backup_file){.size = 0};
	snprintf(file->name, sizeof file->name, "%s", name);
	return file;
}

bool backup_list_scan(int database, struct backup_list *list, struct failure *why)
{
	DIR *listing = file_list(database);
	bool done = true;

	if (listing == NULL)
		return fail(why, FAILURE_INTERNAL, BACKUP_DATABASE ": can not list: %s.",
			strerror(errno));
	list->count = 0;
	free(list->files);
	list->files = NULL;
	for (const struct dirent *entry; done && (entry = readdir(listing)) != NULL;) {
		if (entry->d_name[0] != '.')
			done = hash_file(database, add(list, entry->d_name), why);
	}
	closedir(listing);
	if (list->count > 0)
		qsort(list->files, list->count, sizeof *list->files, compare_names);
	return done;
}

static void put_keyring(struct json_writer *writer, const struct keyring *keyring)
{
	json_put_array(writer, "sealingKeys");
	for (size_t i = 0; i < keyring->count; i++) {
		const uint8_t *id = keyring->keys[i].id;
		char text[2 * KEYRING_ID_SIZE + 1];

		snprintf(text, sizeof text, "%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
		json_put_string(writer, NULL, text);
	}
	json_put_end(writer);
}

static void put_files(struct json_writer *writer, const struct backup_list *list)
{
	json_put_array(writer, "files");
	for (size_t i = 0; i < list->count; i++) {
		json_put_object(writer, NULL);
		json_put_string(writer, "name", list->files[i].name);
		json_put_integer(writer, "size", list->files[i].size);
		json_put_string(writer, "sha256", list->files[i].sha256);
		json_put_end(writer);
	}
	json_put_end(writer);
}

bool backup_list_write(int directory, const struct backup_list *list, const struct keyring *keyring,
	struct failure *why)
{
	char made[CLOCK_TEXT_SIZE];
	buffer_auto text = BUFFER_INIT;
	struct json_writer writer;

	clock_format(list->made, made);
	json_writer_init(&writer, &text);
	json_put_object(&writer, NULL);
	json_put_integer(&writer, "format", FORMAT);
	json_put_string(&writer, "version", PACKAGE_VERSION);
	json_put_string(&writer, "made", made);
	json_put_string(&writer, "store", list->store);
	json_put_string(&writer, "incarnation", list->incarnation);
	json_put_integer(&writer, "jwks", list->jwks);
	put_keyring(&writer, keyring);
	put_files(&writer, list);
	json_put_end(&writer);
	buffer_append_byte(&text, '\n');
	return file_create(directory, BACKUP_LIST_FILE, LIST_MODE, &text, why);
}

static bool read_text(struct json_object *object, const char *name, char *text, size_t size)
{
	struct json_object *value;

	if (!json_object_is_type(object, json_type_object) ||
		!json_object_object_get_ex(object, name, &value) ||
		!json_object_is_type(value, json_type_string) ||
		(size_t)json_object_get_string_len(value) >= size)
		return false;
	strcpy(text, json_object_get_string(value));
	return true;
}

static bool read_integer(struct json_object *object, const char *name, int64_t *integer)
{
	struct json_object *value;

	if (!json_object_is_type(object, json_type_object) ||
		!json_object_object_get_ex(object, name, &value) ||
		!json_object_is_type(value, json_type_int))
		return false;
	*integer = json_object_get_int64(value);
	return true;
}

/* A name that leads out of the backup is none of ours. */
static bool is_file_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static bool read_files(struct json_object *tree, struct backup_list *list)
{
	struct json_object *files;

	if (!json_object_object_get_ex(tree, "files", &files) ||
		!json_object_is_type(files, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(files); i++) {
		struct json_object *item = json_object_array_get_idx(files, i);
		struct backup_file *file = add(list, "");

		if (!read_text(item, "name", file->name, sizeof file->name) ||
			!is_file_name(file->name) || !read_integer(item, "size", &file->size) ||
			!read_text(item, "sha256", file->sha256, sizeof file->sha256))
			return false;
	}
	return list->count > 0;
}

static bool read_tree(struct json_object *tree, struct backup_list *list)
{
	char made[CLOCK_TEXT_SIZE];
	int64_t format;

	return read_integer(tree, "format", &format) && format == FORMAT &&
	       read_text(tree, "made", made, sizeof made) && clock_parse(made, &list->made) &&
	       read_text(tree, "store", list->store, sizeof list->store) &&
	       read_text(tree, "incarnation", list->incarnation, sizeof list->incarnation) &&
	       read_integer(tree, "jwks", &list->jwks) && read_files(tree, list);
}

bool backup_list_read(
	int directory, const char *path, struct backup_list *list, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	json_auto tree = NULL;
	bool found;

	backup_list_free(list);
	if (!file_read(directory, BACKUP_LIST_FILE, LIST_LIMIT, &text, &found, why))
		return false;
	if (!found)
		return fail(why, FAILURE_INVALID,
			"%s is no backup, or one that was interrupted: there is no " BACKUP_LIST_FILE
			" in it.",
			path);
	if (!json_parse(text.data, text.length, &tree, why))
		return fail_within(why, "%s/" BACKUP_LIST_FILE ": ", path);
	return read_tree(tree, list) ||
	       fail(why, FAILURE_INVALID,
		       "%s/" BACKUP_LIST_FILE ": it was changed, or a newer version of jwkmint "
		       "than this (" PACKAGE_VERSION ") wrote it.",
		       path);
}

bool backup_list_check(
	int database, const char *path, const struct backup_list *list, struct failure *why)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct backup_file *listed = &list->files[i];
		struct backup_file file = *listed;

		if (!hash_file(database, &file, why)) {
			why->kind = FAILURE_INVALID;
			return fail_within(why, "%s is not whole: ", path);
		}
		if (file.size != listed->size || strcmp(file.sha256, listed->sha256) != 0)
			return fail(why, FAILURE_INVALID,
				"%s is not whole: " BACKUP_DATABASE
				"/%s was changed after the backup was made.",
				path, file.name);
	}
	return true;
}
