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

	file->keep = true;
	file->size = known->size;
	memcpy(file->sha256, known->sha256, MANIFEST_HASH);
	return true;
}

void bundle_put(struct bundle *bundle, const struct manifest *previous, const char *path,
	mode_t mode, struct buffer *content)
{
	struct bundle_file *file = add_file(bundle, path, mode);
	const struct manifest_file *known = previous == NULL ? NULL : manifest_find(previous, path);

	manifest_hash(content, file->sha256);
	file->size = (int64_t)content->length;
	file->keep = known != NULL && known->size == file->size &&
		     memcmp(known->sha256, file->sha256, MANIFEST_HASH) == 0;
	if (!file->keep)
		buffer_swap(&file->content, content);
}
