#include "ctl/progress.h"

#include "base/clock.h"
#include "base/file.h"
#include "ctl/printable.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USUAL_WIDTH 80

/* The least time between two lines about what is counted. */
#define TERMINAL_PAUSE_MS 100
#define PAUSE_MS          5000

/* Carriage return, then "erase to the end of the line" (ECMA-48 EL). */
static const char wipe_line[] = "\r\033[K";

void progress_begin(struct progress *progress)
{
	const char *kind = getenv("TERM");

	*progress = (struct progress){
		.terminal = isatty(STDERR_FILENO) && kind != NULL && strcmp(kind, "dumb") != 0,
		.begun = clock_monotonic_ms(),
		.told = clock_monotonic_ms(),
		.told_count = SIZE_MAX,
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

static void tell(struct progress *progress, const struct buffer *text)
{
	buffer_auto line = BUFFER_INIT;

	printable_append(&line, text->data);
	if (progress->terminal) {
		fit(&line);
		file_write_all(STDERR_FILENO, wipe_line, strlen(wipe_line));
		progress->shown = true;
	} else {
		buffer_append_byte(&line, '\n');
	}
	file_write_all(STDERR_FILENO, line.data, line.length);
}

void progress_show(size_t done, size_t total, const struct outcome *outcome, void *context)
{
	struct progress *progress = context;
	buffer_auto text = BUFFER_INIT;

	if (!progress->terminal && outcome->success && outcome->was_current)
		return;
	buffer_printf(&text, "%zu/%zu %s %s: %s", done, total, outcome->environment,
		outcome->project, outcome->message);
	tell(progress, &text);
}

static void tell_count(struct progress *progress, int64_t now)
{
	int64_t elapsed = now - progress->begun;
	buffer_auto text = BUFFER_INIT;

	buffer_printf(&text, "%zu %s", progress->count, progress->what);
	if (elapsed > 0)
		buffer_printf(&text, ", %" PRId64 " each second",
			(int64_t)progress->count * 1000 / elapsed);
	tell(progress, &text);
	progress->told = now;
	progress->told_count = progress->count;
}

void progress_end(struct progress *progress)
{
	if (progress->what != NULL && !progress->terminal &&
		progress->count != progress->told_count)
		tell_count(progress, clock_monotonic_ms());
	progress->what = NULL;
	if (progress->shown)
		file_write_all(STDERR_FILENO, wipe_line, strlen(wipe_line));
	progress->shown = false;
}

void progress_count(struct progress *progress, size_t count, const char *what)
{
	int64_t now = clock_monotonic_ms();

	if (progress->what != NULL && strcmp(progress->what, what) != 0) {
		progress_end(progress);
		progress_begin(progress);
	}
	progress->count = count;
	progress->what = what;
	if (now - progress->told >= (progress->terminal ? TERMINAL_PAUSE_MS : PAUSE_MS))
		tell_count(progress, now);
}
