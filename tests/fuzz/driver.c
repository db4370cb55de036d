/*
 * Where libFuzzer is not: feeds the inputs that are kept, each a test in TAP. Those named in the
 * arguments, files or directories of them; without arguments seeds/TARGET and crashers/TARGET, the
 * target being the program's name behind "fuzz_".
 */
#include "fuzz.h"

#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INPUT_LIMIT 16777216

struct inputs {
	char **paths; /* owned, each of them, too */
	size_t count;
};

static void add(struct inputs *inputs, const char *path)
{
	inputs->paths = realloc(inputs->paths, (inputs->count + 1) * sizeof *inputs->paths);
	fuzz_require(inputs->paths != NULL, "no memory");
	inputs->paths[inputs->count] = strdup(path);
	fuzz_require(inputs->paths[inputs->count++] != NULL, "no memory");
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* A directory that is not there has no inputs. */
static void add_directory(struct inputs *inputs, const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, is_visible, alphasort);
	char path[PATH_MAX];

	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
		add(inputs, path);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void add_argument(struct inputs *inputs, const char *argument)
{
	struct stat status;

	if (stat(argument, &status) == 0 && S_ISDIR(status.st_mode))
		add_directory(inputs, argument);
	else
		add(inputs, argument);
}

static void add_kept(struct inputs *inputs, const char *program)
{
	static const char *const kinds[] = {"seeds", "crashers"};
	const char *target = strrchr(program, '_');
	char path[PATH_MAX];

	fuzz_require(target != NULL, "%s: the name has no target", program);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		snprintf(path, sizeof path, "%s/%s/%s", FUZZ_INPUTS, kinds[i], target + 1);
		add_directory(inputs, path);
	}
}

static void feed(const char *path)
{
	buffer_auto content = BUFFER_INIT;
	struct failure why;

	fuzz_works(file_read(AT_FDCWD, path, INPUT_LIMIT, &content, NULL, &why), why);

	/* Of its exact size, so that a byte read behind it is noticed. */
	uint8_t *data = malloc(content.length > 0 ? content.length : 1);

	fuzz_require(data != NULL, "no memory");
	memcpy(data, content.data, content.length);
	LLVMFuzzerTestOneInput(data, content.length);
	free(data);
}

int main(int count, char **arguments)
{
	struct inputs inputs = {NULL, 0};

	if (count == 1)
		add_kept(&inputs, arguments[0]);
	for (int i = 1; i < count; i++)
		add_argument(&inputs, arguments[i]);
	fuzz_require(inputs.count > 0, "there are no inputs for %s", arguments[0]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("1..%zu\n", inputs.count);
	for (size_t i = 0; i < inputs.count; i++) {
		/* Said before: when it does not come back, the name is in the log. */
		printf("# %s\n", inputs.paths[i]);
		feed(inputs.paths[i]);
		printf("ok %zu - %s\n", i + 1,
			strrchr(inputs.paths[i], '/') != NULL ? strrchr(inputs.paths[i], '/') + 1
							      : inputs.paths[i]);
		free(inputs.paths[i]);
	}
	free(inputs.paths);
	return EXIT_SUCCESS;
}
