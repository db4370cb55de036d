#include "base/zip.h"

#include "base/library.h"

#include <zip.h>

#define LIBRARY    "libzip.so.4"
#define BROUGHT_BY "libzip4"

struct libzip {
	__typeof__(zip_close) *close;
	__typeof__(zip_discard) *discard;
	__typeof__(zip_error_fini) *error_fini;
	__typeof__(zip_error_init) *error_init;
	__typeof__(zip_error_strerror) *error_strerror;
	__typeof__(zip_file_add) *file_add;
	__typeof__(zip_get_error) *get_error;
	__typeof__(zip_open_from_source) *open_from_source;
	__typeof__(zip_source_buffer) *source_buffer;
	__typeof__(zip_source_buffer_create) *source_buffer_create;
	__typeof__(zip_source_close) *source_close;
	__typeof__(zip_source_free) *source_free;
	__typeof__(zip_source_keep) *source_keep;
	__typeof__(zip_source_open) *source_open;
	__typeof__(zip_source_read) *source_read;
};

static bool load(struct libzip *zip, struct failure *why)
{
	const struct library_function functions[] = {
		{"zip_close", &zip->close},
		{"zip_discard", &zip->discard},
		{"zip_error_fini", &zip->error_fini},
		{"zip_error_init", &zip->error_init},
		{"zip_error_strerror", &zip->error_strerror},
		{"zip_file_add", &zip->file_add},
		{"zip_get_error", &zip->get_error},
		{"zip_open_from_source", &zip->open_from_source},
		{"zip_source_buffer", &zip->source_buffer},
		{"zip_source_buffer_create", &zip->source_buffer_create},
		{"zip_source_close", &zip->source_close},
		{"zip_source_free", &zip->source_free},
		{"zip_source_keep", &zip->source_keep},
		{"zip_source_open", &zip->source_open},
		{"zip_source_read", &zip->source_read},
	};

	return library_load(
		LIBRARY, BROUGHT_BY, functions, sizeof functions / sizeof *functions, why);
}

static bool fail_zip(const struct libzip *zip, zip_error_t *error, struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "libzip can not write an archive: %s",
		zip->error_strerror(error));
}

/* The archive takes over the source only when it is added. */
static bool add_members(const struct libzip *zip, zip_t *archive, const struct zip_member *members,
	size_t count, struct failure *why)
{
	for (size_t i = 0; i < count; i++) {
		const struct buffer *content = members[i].content;
		zip_source_t *source =
			zip->source_buffer(archive, content->data, content->length, 0);

		if (source != NULL &&
			zip->file_add(archive, members[i].name, source, ZIP_FL_ENC_UTF_8) >= 0)
			continue;
		if (source != NULL)
			zip->source_free(source);
		return fail_zip(zip, zip->get_error(archive), why);
	}
	return true;
}

/* Writes the archive into `bytes`, which outlives it. */
static bool fill(const struct libzip *zip, zip_source_t *bytes, const struct zip_member *members,
	size_t count, zip_error_t *error, struct failure *why)
{
	zip_t *archive = zip->open_from_source(bytes, ZIP_TRUNCATE, error);

	if (archive == NULL)
		return fail_zip(zip, error, why);
	zip->source_keep(bytes);

	bool done = add_members(zip, archive, members, count, why);

	if (done && zip->close(archive) == 0)
		return true;
	if (done)
		fail_zip(zip, zip->get_error(archive), why);
	zip->discard(archive);
	return false;
}

static bool read_all(
	const struct libzip *zip, zip_source_t *bytes, struct buffer *out, struct failure *why)
{
	const size_t piece = 65536;
	zip_int64_t got = -1;

	if (zip->source_open(bytes) == 0) {
		do {
			char *end = buffer_reserve(out, piece);

			got = zip->source_read(bytes, end, piece);
			end[got > 0 ? got : 0] = '\0';
			out->length += got > 0 ? (size_t)got : 0;
		} while (got > 0);
		zip->source_close(bytes);
	}
	return got == 0 ||
	       fail(why, FAILURE_INTERNAL, "libzip does not give back the archive that it wrote.");
}

bool zip_write(
	const struct zip_member *members, size_t count, struct buffer *out, struct failure *why)
{
	struct libzip zip;
	zip_error_t error;

	if (!load(&zip, why))
		return false;
	zip.error_init(&error);

	zip_source_t *bytes = zip.source_buffer_create(NULL, 0, 0, &error);
	bool done = bytes == NULL ? fail_zip(&zip, &error, why)
				  : fill(&zip, bytes, members, count, &error, why) &&
					    read_all(&zip, bytes, out, why);

	if (bytes != NULL)
		zip.source_free(bytes);
	zip.error_fini(&error);
	return done;
}
