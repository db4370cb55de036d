#include "ctl/audit_filter.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#define DATE_FORM "2027-01-31"

/* A date is the moment when it begins, in UTC. */
static bool parse_date(const char *text, int64_t *seconds)
{
	char midnight[sizeof DATE_FORM + 16];

	if (strlen(text) != strlen(DATE_FORM))
		return false;
	snprintf(midnight, sizeof midnight, "%sT00:00:00Z", text);
	return clock_parse(midnight, seconds);
}

static bool read_time(
	struct call *call, const char *option, int64_t *milliseconds, struct failure *why)
{
	const char *text = call_option(call, option);
	int64_t seconds, span;

	if (text == NULL)
		return true;
	if (clock_parse_span(text, &span))
		seconds = clock_seconds() - span;
	else if (!parse_date(text, &seconds) && !clock_parse(text, &seconds))
		return misused(call, why,
			"--%s is '%.*s': write a time (2027-01-31T00:00:00Z), a date (" DATE_FORM
			", from midnight UTC) or how long ago (24h; units are s m h d w).",
			option, UTF8_SHOWN(text));
	*milliseconds = 1000 * seconds;
	return true;
}

bool audit_filter_read(struct call *call, struct audit_filter *filter, struct failure *why)
{
	const char *action = call_option(call, "action");

	*filter = (struct audit_filter){.since = INT64_MIN, .until = INT64_MAX};
	filter->texts[AUDIT_TEXT_USER] = call_option(call, "user");
	filter->texts[AUDIT_TEXT_PROJECT] = call_option(call, "project");
	filter->texts[AUDIT_TEXT_ACTION] = action;
	if (action != NULL && !audit_is_action(action))
		return misused(call, why,
			"--action (%.*s) is not supported! jwkmintctl(8) lists the actions.",
			UTF8_SHOWN(action));
	return read_time(call, "since", &filter->since, why) &&
	       read_time(call, "until", &filter->until, why);
}

static bool fits(const char *wanted, const char *text, bool is_user)
{
	size_t length = strlen(wanted);

	return strncmp(wanted, text, length) == 0 &&
	       (text[length] == '\0' || (is_user && text[length] == '/'));
}

bool audit_filter_fits(const struct audit_filter *filter, const struct audit_record *record)
{
	if (record->time < filter->since || record->time >= filter->until)
		return false;
	for (size_t i = 0; i < AUDIT_TEXTS; i++) {
		const char *wanted = filter->texts[i];

		if (wanted != NULL && !fits(wanted, record->texts[i].data, i == AUDIT_TEXT_USER))
			return false;
	}
	return true;
}
