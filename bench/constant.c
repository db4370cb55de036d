/*
 * constant: the least that a FastCGI responder can do, to compare with.
 *
 *   constant ANSWER                        answers each request with the bytes of a file
 *   constant ANSWER STEPS DIRECTORY        and waits before for the disk, STEPS times: each time a
 *                                          line is added to a file there, and synced
 *   constant ANSWER STEPS DIRECTORY FILE...
 *                                          and before the last of them makes a synced copy of each
 *                                          FILE in DIRECTORY, under another name first
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

static void copy_file(const char *from, size_t index, const char *directory)
{
	char staged[NAME_SIZE], placed[NAME_SIZE];
	int source = open(from, O_RDONLY | O_CLOEXEC);
	struct stat status;

	snprintf(staged, sizeof staged, "%s/staged-%ld", directory, (long)getpid());
	snprintf(placed, sizeof placed, "%s/copy-%ld-%zu", directory, (long)getpid(), index);

	int copy = open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	require(source >= 0 && copy >= 0 && fstat(source, &status) == 0, from);

	char *content = malloc((size_t)status.st_size);

	require(content != NULL &&
			read(source, content, (size_t)status.st_size) == status.st_size &&
			write(copy, content, (size_t)status.st_size) == status.st_size &&
			fdatasync(copy) == 0 && rename(staged, placed) == 0,
		from);
	free(content);
	close(copy);
	close(source);
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
			for (int j = 4; i == steps - 1 && j < count; j++)
				copy_file(arguments[j], (size_t)j, arguments[3]);
			wait_for_disk(log);
		}
		FCGX_PutStr(answer, (int)length, request.out);
		FCGX_Finish_r(&request);
	}
	free(answer);
	return EXIT_SUCCESS;
}
