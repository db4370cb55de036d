/*
 * jwkmintctl: reads the command line, runs the verb, writes what it has to tell.
 */
#include "base/fault.h"
#include "base/file.h"
#include "base/process.h"
#include "ctl/help.h"
#include "ctl/line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

/* A file that we open must never become stdin, stdout or stderr because those are closed. */
static void hold_standard_descriptors(void)
{
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
		if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			abort();
	}
}

static void print_help(const struct line *line, struct buffer *out)
{
	if (line->command != NULL)
		help_command(line->command, out);
	else if (line->noun != NULL)
		help_noun(line->noun, out);
	else
		help_all(out);
}

static bool run(char **arguments, struct call *call, struct failure *why)
{
	struct line line;

	if (!process_protect(why) || !line_read(arguments, call, &line, why))
		return false;
	if (line.version) {
		buffer_append_string(&call->out, "jwkmintctl " PACKAGE_VERSION FAULT_NOTICE "\n");
		return true;
	}
	if (line.help) {
		print_help(&line, &call->out);
		return true;
	}
	if (line.command == NULL) {
		call->misused = true;
		return line_fail_incomplete(&line, why);
	}
	if (line.command->opens_vault && !call_open_vault(call, why))
		return false;
	return line.command->run(call, why);
}

static bool write_out(struct call *call, struct failure *why)
{
	struct buffer *out = &call->out;

	if (!call->bytes && out->length > 0 && out->data[out->length - 1] != '\n')
		buffer_append_byte(out, '\n');
	if (file_write_all(STDOUT_FILENO, out->data, out->length))
		return true;
	return fail(why, FAILURE_INTERNAL, "Can not write to stdout: %s. What was done stays done.",
		strerror(errno));
}

/* Who runs commands may know why a store that is busy does not get better. */
static void say_trouble(const struct call *call)
{
	const struct store *store = call->has_vault ? call->vault.store : NULL;
	const char *trouble = store == NULL ? "" : store_trouble(store);

	if (*trouble != '\0')
		say("The cause: %s", trouble);
}

int main(int argc, char **argv)
{
	struct call call;
	struct failure why;
	int status = STATUS_DONE;

	hold_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is met like a full disk */
	call_init(&call);
	if (!run(argv + (argc > 0 ? 1 : 0), &call, &why)) {
		status = call.misused ? STATUS_USAGE : STATUS_FAILED;
		say("%s", why.text);
		if (why.kind == FAILURE_BUSY)
			say_trouble(&call);
		if (call.misused)
			say("`jwkmintctl help` and `jwkmintctl NOUN --help` show how it is used.");
	}
	/* The store is left before a slow reader of stdout can hold us up. */
	call_close_vault(&call);
	if (!write_out(&call, &why)) {
		say("%s", why.text);
		status = STATUS_FAILED;
	}
	call_free(&call);
	return status;
}
