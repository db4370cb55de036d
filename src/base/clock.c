#include "base/clock.h"

#include <string.h>
#include <time.h>

#define DAY 86400

static int64_t read_clock_ms(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_seconds(void)
{
	return clock_milliseconds() / 1000;
}

int64_t clock_milliseconds(void)
{
	return read_clock_ms(CLOCK_REALTIME);
}

int64_t clock_monotonic_ms(void)
{
	return read_clock_ms(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Reads exactly `count` digits and moves on. */
static bool digits(const char **at, int count, int *number)
{
	*number = 0;
	for (; count > 0; count--, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*number = *number * 10 + (**at - '0');
	}
	return true;
}

static bool character(const char **at, char expected)
{
	if (**at != expected)
		return false;
	(*at)++;
	return true;
}

/* Reads "Z" or "+hh:mm" (the colon may be missing); seconds east of Greenwich. */
static bool offset(const char **at, int *seconds)
{
	int hours, minutes;
	char sign = **at;

	*seconds = 0;
	if (sign == 'Z' || sign == 'z') {
		(*at)++;
		return true;
	}
	if (sign != '+' && sign != '-')
		return false;
	(*at)++;
	if (!digits(at, 2, &hours))
		return false;
	if (**at == ':')
		(*at)++;
	if (!digits(at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*seconds = (hours * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
	return true;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool clock_parse(const char *text, int64_t *seconds)
{
	int year, month, day, hour, minute, second = 0, east;
	const char *at = text;

	if (!digits(&at, 4, &year) || !character(&at, '-') || !digits(&at, 2, &month) ||
		!character(&at, '-') || !digits(&at, 2, &day) ||
		!(character(&at, 'T') || character(&at, 't') || character(&at, ' ')) ||
		!digits(&at, 2, &hour) || !character(&at, ':') || !digits(&at, 2, &minute))
		return false;
	if (*at == ':') {
		at++;
		if (!digits(&at, 2, &second))
			return false;
		if (*at == '.' || *at == ',') {
			size_t fraction = strspn(at + 1, "0123456789");

			if (fraction == 0)
				return false;
			at += 1 + fraction;
		}
	}
	if (!offset(&at, &east) || *at != '\0')
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) ||
		hour > 23 || minute > 59 || second > 60)
		return false;

	struct tm parts = {
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
	};

	*seconds = (int64_t)timegm(&parts) - east;
	return *seconds >= 0 && *seconds <= CLOCK_LATEST;
}

/* Writes a number of so many digits and what follows it; returns where it ends. */
static char *put(char *at, int number, int count, char behind)
{
	for (int i = count; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	at[count] = behind;
	return at + count + 1;
}

/*
 * The Gregorian calendar repeats itself after 400 years. Counted from a 1 March, the day that some
 * years have more is the last of its year, and the lengths of the months repeat themselves after
 * five: 153 days.
 */
static char *put_date(char *at, int64_t days, char behind)
{
	const int64_t since = days + 719468; /* 1 March of year 0 */
	const int64_t cycle = (since >= 0 ? since : since - 146096) / 146097;
	const int day = (int)(since - cycle * 146097);
	const int years = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	const int rest = day - (365 * years + years / 4 - years / 100);
	const int month = (5 * rest + 2) / 153; /* from March, 0 */
	const int is_next_year = month >= 10;

	at = put(at, (int)(cycle * 400) + years + is_next_year, 4, '-');
	at = put(at, month + (is_next_year ? -9 : 3), 2, '-');
	return put(at, rest - (153 * month + 2) / 5 + 1, 2, behind);
}

/* A list has three times in each of its items: gmtime_r would be a tenth of its cost. */
static char *put_time(char *at, int64_t seconds, char behind)
{
	int64_t days = seconds / DAY - (seconds % DAY < 0);
	int second = (int)(seconds - days * DAY);

	at = put_date(at, days, 'T');
	at = put(at, second / 3600, 2, ':');
	at = put(at, second / 60 % 60, 2, ':');
	return put(at, second % 60, 2, behind);
}

void clock_format(int64_t seconds, char text[CLOCK_TEXT_SIZE])
{
	*put_time(text, seconds, 'Z') = '\0';
}

void clock_format_ms(int64_t milliseconds, char text[CLOCK_TEXT_SIZE])
{
	char *fraction = put_time(text, milliseconds / 1000, '.');

	*put(fraction, (int)(milliseconds % 1000), 3, 'Z') = '\0';
}

int64_t clock_year_after(int64_t seconds)
{
	time_t time = (time_t)seconds;
	struct tm parts;

	gmtime_r(&time, &parts);
	parts.tm_year++;
	return (int64_t)timegm(&parts);
}

bool clock_parse_span(const char *text, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
	const int64_t longest = 100LL * 366 * 86400;
	size_t length = strspn(text, "0123456789");
	int64_t number = 0;

	if (length == 0 || length > 10 || text[length] == '\0' || text[length + 1] != '\0')
		return false;
	for (size_t i = 0; i < length; i++)
		number = number * 10 + (text[i] - '0');
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (units[i].unit != text[length])
			continue;
		*seconds = number * units[i].seconds;
		return *seconds <= longest;
	}
	return false;
}
