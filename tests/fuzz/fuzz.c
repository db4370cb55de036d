#include "fuzz.h"

#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fuzz_end(const char *file, int line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	abort();
}

void fuzz_line(struct fuzz_input *input, struct buffer *line)
{
	const char *end = input->left > 0 ? memchr(input->at, '\n', input->left) : NULL;
	size_t length = end != NULL ? (size_t)(end - input->at) : input->left;
	size_t taken = end != NULL ? length + 1 : length;

	buffer_clear(line);
	buffer_append(line, input->at, length);
	input->at += taken;
	input->left -= taken;
}

uint8_t fuzz_byte(struct fuzz_input *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return (uint8_t)*input->at++;
}

static char directory[PATH_MAX];
static pid_t owner;

static void remove_directory(void)
{
	struct failure why;

	/* A child that ends is not the end of what its parent works in. */
	if (getpid() == owner && !file_remove_tree(AT_FDCWD, directory, &why))
		fprintf(stderr, "%s\n", why.text);
}

const char *fuzz_directory(void)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof directory, "%s/jwkmint-fuzz-XXXXXX",
		parent != NULL ? parent : "/tmp");
	fuzz_require(mkdtemp(directory) != NULL, "%s can not be made", directory);
	owner = getpid();
	fuzz_require(atexit(remove_directory) == 0, "atexit");
	return directory;
}

void fuzz_write(const char *path, const uint8_t *data, size_t size)
{
	file_auto file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	fuzz_require(file >= 0 && file_write_all(file, data, size), "%s can not be written", path);
}
