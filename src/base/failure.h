/*
 * Why something did not work: the one idiom for errors in this code.
 *
 * A function that can fail returns bool and takes a `struct failure *why` last. False means that
 * `why` holds a kind and a sentence for the person who has to act on it: what was wrong, with which
 * value, what is allowed, what to do next. True leaves `why` alone.
 */
#ifndef JWKMINT_BASE_FAILURE_H
#define JWKMINT_BASE_FAILURE_H

#include <stdbool.h>

enum failure_kind {
	FAILURE_INVALID, /* the caller's mistake: missing, malformed, out of range, contradictory */
	FAILURE_CONFLICT,        /* what was to be created is there already */
	FAILURE_UNAUTHENTICATED, /* no valid token, or wrong credentials */
	FAILURE_REFUSED,         /* known, but lacks a role */
	FAILURE_NOT_FOUND,       /* no such thing, or none that the caller may know of */
	FAILURE_METHOD,          /* the resource exists, the verb does not */
	FAILURE_STALE,           /* it was changed since the caller looked */
	FAILURE_TOO_LARGE,       /* more bytes than we read */
	FAILURE_MEDIA_TYPE,      /* a body in a form that is not spoken here */
	FAILURE_GRANT,           /* a way to get a token that is not spoken here */
	FAILURE_LIMITED,  /* too many failed attempts; `retry_after` says when to try again */
	FAILURE_BUSY,     /* not now: the store is in use or being recovered; try again */
	FAILURE_INTERNAL, /* ours or the machine's: the text is for the operator's log */
};

/* Long enough for a sentence that quotes two names of 128 bytes and a path. */
#define FAILURE_TEXT_SIZE 1024

struct failure {
	enum failure_kind kind;
	unsigned retry_after; /* seconds; only of FAILURE_LIMITED */
	char text[FAILURE_TEXT_SIZE];
};

/*
 * Fills `why` from a printf format and returns false, so that callers can `return fail(...)`.
 * A text that does not fit is cut at a UTF-8 character boundary.
 */
bool fail(struct failure *why, enum failure_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4), cold));

/*
 * Puts a printf-formatted beginning before the sentence in `why` and leaves its kind; returns
 * false. For a caller that knows the circumstances (which file, which environment).
 */
bool fail_within(struct failure *why, const char *format, ...)
	__attribute__((format(printf, 2, 3), cold));

#endif
