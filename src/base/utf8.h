/*
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef JWKMINT_BASE_UTF8_H
#define JWKMINT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The character that `text` begins with, and its length in bytes (1 to 4); 0 when the bytes are no
 * UTF-8 or `length` is 0.
 */
size_t utf8_next(const char *text, size_t length, uint32_t *character);

/* The number of characters, or false when some byte is no UTF-8. */
bool utf8_count(const char *text, size_t length, size_t *characters);

/*
 * How many bytes of a NUL-ended text to show when at most `most` fit: as an int for printf's %.*s,
 * never ending inside a character.
 */
int utf8_fit(const char *text, size_t most);

/*
 * For "%.*s" where a sentence quotes a value from outside, which may be of any length: cut, so that
 * what is said about it keeps its place in a failure's text.
 */
#define UTF8_SHOWN_BYTES 512
#define UTF8_SHOWN(text) utf8_fit(text, UTF8_SHOWN_BYTES), text

/* Control characters: C0, DEL, C1 and the line and paragraph separators U+2028 and U+2029. */
bool utf8_has_control(const char *text, size_t length);

#endif
