#include "deploy/bundle.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void bundle_free(struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		free(bundle->files[i].own);
		buffer_free(&bundle->files[i].content);
	}
	free(bundle->files);
	buffer_free(&bundle->manifest);
	*bundle = (struct bundle)BUNDLE_INIT;
}

static struct bundle_file *add_file(struct bundle *bundle, mode_t mode)
{
	bundle->files = array_grow(bundle->files, bundle->count, sizeof *bundle->files);

	struct bundle_file *file = &bundle->files[bundle->count++];

	*file = (struct bundle_file){.mode = mode, .content = BUFFER_INIT};
	return file;
}

static void keep(struct bundle *bundle, const struct manifest_file *known, mode_t mode)
{
	struct bundle_file *file = add_file(bundle, mode);

	bundle->known++;
	file->keep = true;
	file->path = known->path;
	file->sha256 = known->sha256;
	file->size = known->size;
}

static const struct manifest_file *find(
	struct bundle *bundle, const struct manifest *previous, const char *path)
{
	return previous == NULL ? NULL : manifest_find_next(previous, path, &bundle->next);
}

bool bundle_keep(
	struct bundle *bundle, const struct manifest *previous, const char *path, mode_t mode)
{
	const struct manifest_file *known = find(bundle, previous, path);

	if (known != NULL)
		keep(bundle, known, mode);
	return known != NULL;
}

/* Adds a file whose path and hash are its own. */
static struct bundle_file *add_own(struct bundle *bundle, const char *path, mode_t mode,
	size_t size, const char sha256[MANIFEST_HASH])
{
	struct bundle_file *file = add_file(bundle, mode);
	size_t length = strlen(path) + 1;

	file->own = malloc(length + MANIFEST_HASH);
	if (file->own == NULL)
		abort();
	memcpy(file->own, path, length);
	memcpy(file->own + length, sha256, MANIFEST_HASH);
	file->path = file->own;
	file->sha256 = file->own + length;
	file->size = (int64_t)size;
	return file;
}

/* Adds a file; NULL when `previous` has it with the same content, so that it is kept. */
static struct bundle_file *add_content(struct bundle *bundle, const struct manifest *previous,
	const char *path, mode_t mode, size_t size, const char sha256[MANIFEST_HASH])
{
	const struct manifest_file *known = find(bundle, previous, path);

	if (known != NULL && known->size == (int64_t)size &&
		memcmp(known->sha256, sha256, MANIFEST_HASH) == 0) {
		keep(bundle, known, mode);
		return NULL;
	}
	bundle->known += known != NULL;
	return add_own(bundle, path, mode, size, sha256);
}

void bundle_put_shared(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, const struct bundle_shared *shared)
{
	struct bundle_file *file =
		add_content(bundle, previous, path, mode, shared->content.length, shared->sha256);

	if (file != NULL)
		file->shared = &shared->content;
}

void bundle_put(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, struct buffer *content)
{
	char sha256[MANIFEST_HASH + 1];

	manifest_hash(content, sha256);

	struct bundle_file *file =
		add_content(bundle, previous, path, mode, content->length, sha256);

	if (file != NULL)
		buffer_swap(&file->content, content);
}

const struct buffer *bundle_content(const struct bundle_file *file)
{
	return file->shared != NULL ? file->shared : &file->content;
}
