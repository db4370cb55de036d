#include "ctl/input.h"

#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_LIMIT 1024

static bool fail_read(struct failure *why)
{
	return fail(why, FAILURE_INTERNAL, "Can not read stdin: %s.", strerror(errno));
}

bool input_read(size_t limit, struct buffer *content, struct failure *why)
{
	for (size_t total = 0; total <= limit;) {
		char *end = buffer_reserve(content, 4096);
		ssize_t got = read(STDIN_FILENO, end, 4096);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_read(why);
		if (got == 0) {
			content->data[content->length] = '\0';
			return true;
		}
		content->length += (size_t)got;
		total += (size_t)got;
	}
	content->data[content->length] = '\0';
	return fail(why, FAILURE_INVALID, "stdin holds more than the %zu bytes that are allowed.",
		limit);
}

/* A line of a terminal in its canonical mode: one read gives it whole, with its newline. */
static bool ask(const char *question, struct buffer *line, struct failure *why)
{
	char *end = buffer_reserve(line, PASSWORD_LIMIT);
	ssize_t got;

	file_write_all(STDERR_FILENO, question, strlen(question));
	do {
		got = read(STDIN_FILENO, end, PASSWORD_LIMIT);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_read(why);
	line->length += (size_t)got;
	line->data[line->length] = '\0';
	return true;
}

static bool ask_unseen_once(const char *question, struct buffer *line, struct failure *why)
{
	bool asked = ask(question, line, why);

	file_write_all(STDERR_FILENO, "\n", 1);
	return asked;
}

/* On a terminal that does not show what is typed; twice where a slip would be kept. */
static bool ask_unseen(bool twice, struct buffer *password, struct failure *why)
{
	buffer_auto again = BUFFER_INIT;
	struct termios before, unseen;

	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return fail_read(why);
	unseen = before;
	/* Without ISIG nothing can end the process while the terminal is mute. */
	unseen.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) < 0)
		return fail_read(why);

	bool asked = ask_unseen_once("Password: ", password, why) &&
		     (!twice || ask_unseen_once("Once more: ", &again, why));

	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	if (asked && twice && !buffer_equal(password, &again))
		return fail(why, FAILURE_INVALID, "The two passwords differ; nothing was changed.");
	return asked;
}

static bool take_password(bool twice, struct buffer *password, struct failure *why)
{
	bool read_it = isatty(STDIN_FILENO) ? ask_unseen(twice, password, why)
					    : input_read(PASSWORD_LIMIT, password, why);

	if (!read_it)
		return false;
	if (password->length > 0 && password->data[password->length - 1] == '\n')
		buffer_truncate(password, password->length - 1);
	if (password->length == 0)
		return fail(why, FAILURE_INVALID,
			"stdin holds no password: with --password-stdin it is read from there.");
	if (strlen(password->data) != password->length || strchr(password->data, '\n') != NULL)
		return fail(why, FAILURE_INVALID,
			"The password on stdin must be one line without NUL bytes.");
	return true;
}

bool input_password(struct buffer *password, struct failure *why)
{
	return take_password(true, password, why);
}

bool input_known_password(struct buffer *password, struct failure *why)
{
	return take_password(false, password, why);
}

bool input_confirm(const char *question, bool *yes, struct failure *why)
{
	buffer_auto line = BUFFER_INIT;

	if (!isatty(STDIN_FILENO))
		return fail(why, FAILURE_INVALID,
			"stdin is no terminal, so nobody can be asked: --yes says yes.");
	if (!ask(question, &line, why))
		return false;
	*yes = strcmp(line.data, "yes\n") == 0 || strcmp(line.data, "y\n") == 0;
	return true;
}
