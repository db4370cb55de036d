/*
 * Time: what the clock says, and ISO 8601 to and from it.
 *
 * Two units are in use and named everywhere: seconds since the epoch for the validity of keys and
 * tokens (NumericDate of RFC 7519 without fractions), milliseconds for deadlines and key IDs.
 */
#ifndef JWKMINT_BASE_CLOCK_H
#define JWKMINT_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t clock_seconds(void);
int64_t clock_milliseconds(void);

/* Of a clock that never jumps, for deadlines and durations; its zero means nothing. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_us(void);

/*
 * Reads a date and time of ISO 8601 with an offset, as RFC 3339 profiles it: 2027-01-31T00:00:00Z,
 * 2027-01-31T03:00:00.5+03:00; seconds may be left out. A fraction of a second is dropped. From
 * 1970 to CLOCK_LATEST, in UTC. False for anything else.
 */
bool clock_parse(const char *text, int64_t *seconds);

/* 9999-12-31T23:59:59Z: beyond it ISO 8601 has no common form. */
#define CLOCK_LATEST INT64_C(253402300799)

/* "2027-01-31T00:00:00Z", 20 characters and the NUL for years up to 9999. */
#define CLOCK_TEXT_SIZE 32
void clock_format(int64_t seconds, char text[CLOCK_TEXT_SIZE]);

/* The same with milliseconds: "2027-01-31T00:00:00.123Z". */
void clock_format_ms(int64_t milliseconds, char text[CLOCK_TEXT_SIZE]);

/* The same date and time of day one calendar year later; 29 February becomes 1 March. */
int64_t clock_year_after(int64_t seconds);

/*
 * Reads a span of time, a whole number and a unit: 90s, 15m, 12h, 30d, 4w. Result in seconds, at
 * most a hundred years. False for anything else.
 */
bool clock_parse_span(const char *text, int64_t *seconds);

#endif
