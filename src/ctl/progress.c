#include "ctl/progress.h"

#include "base/file.h"
#include "ctl/printable.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_WIDTH 80

/* Carriage return, then "erase to the end of the line" (ECMA-48 EL). */
static const char wipe_line[] = "\r\033[K";

void progress_begin(struct progress *progress)
{
	const char *kind = getenv("TERM");

	*progress = (struct progress){
		.terminal = isatty(STDERR_FILENO) && kind != NULL && strcmp(kind, "dumb") != 0,
	};
}

/* Cuts the line before it reaches the terminal's last column, where it would wrap. */
static void fit(struct buffer *line)
{
	struct winsize window;
	size_t width = USUAL_WIDTH;
	size_t end = 0;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1)
		width = window.ws_col;
	for (size_t columns = 0; end < line->length; end++) {
		columns += ((unsigned char)line->data[end] & 0xC0) != 0x80;
		if (columns == width)
			break;
	}
	buffer_truncate(line, end);
}

void progress_show(size_t done, size_t total, const struct outcome *outcome, void *context)
{
	struct progress *progress = context;
	buffer_auto line = BUFFER_INIT;
	buffer_auto text = BUFFER_INIT;

	if (!progress->terminal && outcome->success && outcome->was_current)
		return;
	buffer_printf(&text, "%zu/%zu %s %s: %s", done, total, outcome->environment,
		outcome->project, outcome->message);
	printable_append(&line, text.data);
	if (progress->terminal) {
		fit(&line);
		file_write_all(STDERR_FILENO, wipe_line, strlen(wipe_line));
		progress->shown = true;
	} else {
		buffer_append_byte(&line, '\n');
	}
	file_write_all(STDERR_FILENO, line.data, line.length);
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		file_write_all(STDERR_FILENO, wipe_line, strlen(wipe_line));
	progress->shown = false;
}
