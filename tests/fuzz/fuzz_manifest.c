/* A manifest that we, or whoever may write to a bundle, left behind. */
#include "fuzz.h"

#include "base/file.h"
#include "deploy/manifest.h"

#include <fcntl.h>
#include <string.h>

static int open_bundle(void)
{
	const char *directory = fuzz_directory();
	int bundle;
	struct failure why;

	fuzz_works(file_open_directory(AT_FDCWD, directory, &bundle, &why), why);
	return bundle;
}

static void write_manifest(int bundle, const uint8_t *data, size_t size)
{
	file_auto file =
		openat(bundle, MANIFEST_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);

	fuzz_require(
		file >= 0 && file_write_all(file, data, size), "the manifest can not be written");
}

/* It names files of its bundle, each once, and none else. */
static void check_files(const struct manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++) {
		const char *path = manifest->files[i].path;

		fuzz_require(
			*path != '\0' && *path != '/', "a file outside of the bundle: %s", path);
		fuzz_require(strcmp(path, "..") != 0 && strncmp(path, "../", 3) != 0 &&
				     strstr(path, "/../") == NULL,
			"a file above the bundle: %s", path);
		fuzz_require(manifest_find(manifest, path) == &manifest->files[i],
			"%s stands there twice", path);
		fuzz_require(manifest->files[i].size >= 0, "a negative size");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int bundle = -1;
	manifest_auto manifest = MANIFEST_INIT;
	bool found;
	struct failure why;

	if (bundle < 0)
		bundle = open_bundle();
	write_manifest(bundle, data, size);
	if (!manifest_read(bundle, &manifest, &found, &why))
		return 0;
	if (!found)
		return 0;
	check_files(&manifest);
	/* The directory holds nothing but the manifest, which does not name itself. */
	fuzz_require(manifest_verify(bundle, &manifest) >= manifest.count,
		"a file that is not there is as it should be");
	for (size_t i = 0; i < manifest.count; i++)
		fuzz_require(manifest_find(&manifest, manifest.files[i].path) == NULL,
			"a damaged file is found");
	return 0;
}
