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

static void wait_for_disk(int log)
{
	static const char line[LINE_SIZE] = {'\n'};

	require(write(log, line, sizeof line) == sizeof line && fdatasync(log) == 0, "log");
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

/* Copies all of them, waits once, and gives the copies their names. */
static void copy_files(char **files, size_t count, const char *directory, int log)
{
	char staged[NAME_SIZE], placed[NAME_SIZE];

	for (size_t i = 0; i < count; i++) {
		snprintf(staged, sizeof staged, "%s/staged-%ld-%zu", directory, (long)getpid(), i);
		copy_file(files[i], staged);
	}
	require(syncfs(log) == 0, directory);
	for (size_t i = 0; i < count; i++) {
		snprintf(staged, sizeof staged, "%s/staged-%ld-%zu", directory, (long)getpid(), i);
		snprintf(placed, sizeof placed, "%s/copy-%ld-%zu", directory, (long)getpid(), i);
		require(rename(staged, placed) == 0, placed);
	}
}

int main(int count, char **arguments)
{
	FCGX_Request request;
	char name[NAME_SIZE], body[4096];
	size_t length;

	require(count >= 2, "usage: constant ANSWER [STEPS DIRECTORY [FILE...]]");

	char *answer = read_answer(arguments[1], &length);
	long steps = count > 3 ? strtol(arguments[2], NULL, 10) : 0;
	int log = -1;

	if (steps > 0) {
		snprintf(name, sizeof name, "%s/log-%ld", arguments[3], (long)getpid());
		log = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		require(log >= 0, name);
	}
	require(FCGX_Init() == 0 && FCGX_InitRequest(&request, 0, 0) == 0, "FastCGI");
	while (FCGX_Accept_r(&request) == 0) {
		while (FCGX_GetStr(body, sizeof body, request.in) > 0)
			continue;
		for (long i = 0; i < steps; i++) {
			if (i == 1 && count > 4)
				copy_files(arguments + 4, (size_t)count - 4, arguments[3], log);
			else
				wait_for_disk(log);
		}
		FCGX_PutStr(answer, (int)length, request.out);
		FCGX_Finish_r(&request);
	}
	free(answer);
	return EXIT_SUCCESS;
}
