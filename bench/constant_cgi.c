/*
 * constant_cgi: the least that a CGI program can do, to compare with. Answers with the file that
 * the environment variable ANSWER names.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	const char *path = getenv("ANSWER");
	int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	char answer[65536];
	ssize_t length = file < 0 ? -1 : read(file, answer, sizeof answer);

	if (length < 0 || write(STDOUT_FILENO, answer, (size_t)length) != length)
		return EXIT_FAILURE;
	return EXIT_SUCCESS;
}
