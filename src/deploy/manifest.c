#include "deploy/manifest.h"

#include "base/array.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/json.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (256UL << 20)

/* At most so many stand there for one key. */
#define FILES_OF_KEY 3

void manifest_free(struct manifest *manifest)
{
	free(manifest->files);
	free(manifest->places);
	free(manifest->store);
	free(manifest->project);
	free(manifest->environment);
	free(manifest->private_mode);
	free(manifest->recipient);
	buffer_free(&manifest->text);
	*manifest = (struct manifest)MANIFEST_INIT;
}

void manifest_hash(const struct buffer *content, char sha256[MANIFEST_HASH + 1])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, content->length, (const uint8_t *)content->data);
	sha256_digest(&context, sizeof digest, digest);
	hex_encode(digest, sizeof digest, sha256);
}

/* Eight bytes at a time; what keeps paths apart are the random digits in them. */
static uint64_t hash_path(const char *path)
{
	uint64_t hash = 0, word = 0;
	size_t left = strlen(path);

	for (; left >= sizeof word; path += sizeof word, left -= sizeof word) {
		memcpy(&word, path, sizeof word);
		hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, path, left);
	hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 32;
}

/* Where the path's number (from 1) stands among the places, or where it would. */
static uint32_t *find_place(const struct manifest *manifest, const char *path)
{
	size_t last = manifest->place_count - 1; /* a power of two, less one */
	size_t at = hash_path(path) & last;

	while (manifest->places[at] != 0 &&
		strcmp(manifest->files[manifest->places[at] - 1].path, path) != 0)
		at = (at + 1) & last;
	return &manifest->places[at];
}

/* At least twice as many places as files keep the way to each short. */
static void make_places(struct manifest *manifest)
{
	if (2 * (manifest->count + 1) <= manifest->place_count)
		return;
	manifest->place_count = manifest->place_count == 0 ? 16 : 4 * manifest->place_count;
	free(manifest->places);
	manifest->places = calloc(manifest->place_count, sizeof *manifest->places);
	if (manifest->places == NULL)
		abort();
	for (size_t i = 0; i < manifest->count; i++)
		*find_place(manifest, manifest->files[i].path) = (uint32_t)(i + 1);
}

bool manifest_add(struct manifest *manifest, const char *path, int64_t size, const char *sha256)
{
	make_places(manifest);

	uint32_t *place = find_place(manifest, path);

	if (*place != 0)
		return false;
	manifest->files = array_grow(manifest->files, manifest->count, sizeof *manifest->files);

	manifest->files[manifest->count++] =
		(struct manifest_file){.path = path, .sha256 = sha256, .size = size};
	*place = (uint32_t)manifest->count;
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

static const struct manifest_file *undamaged(const struct manifest_file *file)
{
	return file->damaged ? NULL : file;
}

const struct manifest_file *manifest_find(const struct manifest *manifest, const char *path)
{
	uint32_t number = manifest->count == 0 ? 0 : *find_place(manifest, path);

	return number == 0 ? NULL : undamaged(&manifest->files[number - 1]);
}

const struct manifest_file *manifest_find_next(
	const struct manifest *manifest, const char *path, size_t *next)
{
	for (size_t i = *next; i < manifest->count && i < *next + FILES_OF_KEY; i++) {
		if (strcmp(manifest->files[i].path, path) == 0) {
			*next = i + 1;
			return undamaged(&manifest->files[i]);
		}
	}

	const struct manifest_file *file = manifest_find(manifest, path);

	if (file != NULL)
		*next = (size_t)(file - manifest->files) + 1;
	return file;
}

static bool file_matches(int bundle, const struct manifest_file *file)
{
	buffer_auto content = BUFFER_INIT;
	char sha256[MANIFEST_HASH + 1];
	struct failure unread;
	bool found;

	if (!file_read(bundle, file->path, FILE_LIMIT, &content, &found, &unread) || !found)
		return false;
	manifest_hash(&content, sha256);
	return (int64_t)content.length == file->size &&
	       memcmp(sha256, file->sha256, MANIFEST_HASH) == 0;
}

/* Reading takes of the manifest what deployment needs; here the rest is looked at, too. */
static bool is_json(int bundle)
{
	buffer_auto text = BUFFER_INIT;
	struct failure unread;
	bool found;

	return file_read(bundle, MANIFEST_NAME, FILE_LIMIT, &text, &found, &unread) && found &&
	       json_is_valid(text.data, text.length, &unread);
}

size_t manifest_verify(int bundle, struct manifest *manifest)
{
	size_t damaged = is_json(bundle) ? 0 : 1;

	for (size_t i = 0; i < manifest->count; i++) {
		manifest->files[i].damaged = !file_matches(bundle, &manifest->files[i]);
		damaged += manifest->files[i].damaged;
	}
	return damaged;
}

size_t manifest_verify_since(int bundle, const struct manifest *verified, struct manifest *manifest)
{
	size_t damaged = is_json(bundle) ? 0 : 1;

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
