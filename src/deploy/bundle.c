#include "deploy/bundle.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void bundle_free(struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		free(bundle->files[i].path);
		buffer_free(&bundle->files[i].content);
	}
	free(bundle->files);
	buffer_free(&bundle->manifest);
	*bundle = (struct bundle)BUNDLE_INIT;
}

static struct bundle_file *add_file(struct bundle *bundle, const char *path, mode_t mode)
{
	bundle->files = array_grow(bundle->files, bundle->count, sizeof *bundle->files);

	struct bundle_file *file = &bundle->files[bundle->count++];

	*file = (struct bundle_file){.path = strdup(path), .mode = mode, .content = BUFFER_INIT};
	if (file->path == NULL)
		abort();
	return file;
}

bool bundle_keep(
	struct bundle *bundle, const struct manifest *previous, const char *path, mode_t mode)
{
	const struct manifest_file *known = previous == NULL ? NULL : manifest_find(previous, path);

	if (known == NULL)
		return false;

	struct bundle_file *file = add_file(bundle, path, mode);

	bundle->known++;
	file->keep = true;
	file->size = known->size;
	memcpy(file->sha256, known->sha256, MANIFEST_HASH);
	return true;
}

/* Adds a file that is kept when `previous` has it with the same content. */
static struct bundle_file *add_content(struct bundle *bundle, const struct manifest *previous,
	const char *path, mode_t mode, size_t size, const uint8_t sha256[MANIFEST_HASH])
{
	const struct manifest_file *known = previous == NULL ? NULL : manifest_find(previous, path);
	struct bundle_file *file = add_file(bundle, path, mode);

	file->size = (int64_t)size;
	memcpy(file->sha256, sha256, MANIFEST_HASH);
	bundle->known += known != NULL;
	file->keep = known != NULL && known->size == file->size &&
		     memcmp(known->sha256, sha256, MANIFEST_HASH) == 0;
	return file;
}

void bundle_put_shared(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, const struct bundle_shared *shared)
{
	struct bundle_file *file =
		add_content(bundle, previous, path, mode, shared->content.length, shared->sha256);

	file->shared = &shared->content;
}

void bundle_put(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, struct buffer *content)
{
	uint8_t sha256[MANIFEST_HASH];

	manifest_hash(content, sha256);

	struct bundle_file *file =
		add_content(bundle, previous, path, mode, content->length, sha256);

	if (!file->keep)
		buffer_swap(&file->content, content);
}

const struct buffer *bundle_content(const struct bundle_file *file)
{
	return file->shared != NULL ? file->shared : &file->content;
}
