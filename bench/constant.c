/*
 * constant: the least that a FastCGI responder can do, to compare with.
 *
 *   constant ANSWER [STEPS DIRECTORY [FILE...]]
 *
 * Answers each request with the bytes of the file ANSWER. Waits before that for the disk STEPS
 * times: each time a line is added to a file in DIRECTORY and synced. With FILEs, the second time
 * they are copied to DIRECTORY instead, synced all at once, and get their names.
 */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_SIZE 1024
#define NAME_SIZE 4096

static void require(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "constant: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static char *read_answer(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	struct stat status;

	require(file != NULL && fstat(fileno(file), &status) == 0, path);

	char *answer = malloc((size_t)status.st_size);

	*length = (size_t)status.st_size;
	require(answer != NULL && fread(answer, 1, *length, file) == *length, path);
	fclose(file);
	return answer;
}

/* What is done before each answer. */
struct work {
	long steps;
	int log; /* -1: nothing */
	const char *directory;
	char **files; /* to copy */
	size_t count;
};

static int open_log(const char *directory)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof name, "%s/log-%ld", directory, (long)getpid());

	int log = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	require(log >= 0, name);
	return log;
}

static void add_line(const struct work *work)
{
	static const char line[LINE_SIZE] = {'\n'};

	require(write(work->log, line, sizeof line) == sizeof line && fdatasync(work->log) == 0,
		"log");
}

static void copy_file(const char *from, const char *to)
{
	int source = open(from, O_RDONLY | O_CLOEXEC);
	int copy = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct stat status;

	require(source >= 0 && copy >= 0 && fstat(source, &status) == 0, from);

	size_t size = (size_t)status.st_size;
	char *content = malloc(size);

	require(content != NULL && read(source, content, size) == status.st_size &&
			write(copy, content, size) == status.st_size,
		to);
	free(content);
	close(copy);
	close(source);
}

static void name_file(
	char name[NAME_SIZE], const struct work *work, const char *state, size_t index)
{
	snprintf(name, NAME_SIZE, "%s/%s-%ld-%zu", work->directory, state, (long)getpid(), index);
}

/* Copies all of them, waits once, and gives the copies their names. */
static void copy_files(const struct work *work)
{
	char staged[NAME_SIZE], placed[NAME_SIZE];

	for (size_t i = 0; i < work->count; i++) {
		name_file(staged, work, "staged", i);
		copy_file(work->files[i], staged);
	}
	require(syncfs(work->log) == 0, work->directory);
	for (size_t i = 0; i < work->count; i++) {
		name_file(staged, work, "staged", i);
		name_file(placed, work, "copy", i);
		require(rename(staged, placed) == 0, placed);
	}
}

static void do_work(const struct work *work)
{
	for (long i = 0; i < work->steps; i++) {
		if (i == 1 && work->count > 0)
			copy_files(work);
		else
			add_line(work);
	}
}

int main(int count, char **arguments)
{
	struct work work = {.log = -1};
	FCGX_Request request;
	char body[4096];
	size_t length;

	require(count >= 2, "usage: constant ANSWER [STEPS DIRECTORY [FILE...]]");
	if (count > 3) {
		work.steps = strtol(arguments[2], NULL, 10);
		work.directory = arguments[3];
		work.log = open_log(work.directory);
		work.files = arguments + 4;
		work.count = (size_t)count - 4;
	}

	char *answer = read_answer(arguments[1], &length);

	require(FCGX_Init() == 0 && FCGX_InitRequest(&request, 0, 0) == 0, "FastCGI");
	while (FCGX_Accept_r(&request) == 0) {
		while (FCGX_GetStr(body, sizeof body, request.in) > 0)
			continue;
		do_work(&work);
		FCGX_PutStr(answer, (int)length, request.out);
		FCGX_Finish_r(&request);
	}
	free(answer);
	return EXIT_SUCCESS;
}
