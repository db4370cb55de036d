/*
 * A growable run of bytes that leaves no trace: whatever it held is wiped when it grows, is cleared
 * or is freed, so that nobody has to ask whether a buffer held a secret. A large one is given back
 * to the system, which clears it before anybody else gets it.
 *
 * `data` is always a valid string: a NUL follows the `length` bytes, in an empty buffer, too.
 * Memory running out ends the process: there is nothing sensible to do without it, and every
 * change to stored data is a transaction.
 */
#ifndef JWKMINT_BASE_BUFFER_H
#define JWKMINT_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	char *data;    /* owned by the buffer; moves when it grows */
	size_t length; /* bytes in use, without the NUL */
	size_t size;   /* bytes allocated; 0 while `data` is the shared empty string */
};

extern char buffer_empty[1];

#define BUFFER_INIT                                                                                \
	{                                                                                          \
		buffer_empty, 0, 0                                                                 \
	}

/* A local buffer that is wiped and freed when its scope ends. */
#define buffer_auto __attribute__((cleanup(buffer_free))) struct buffer

void buffer_init(struct buffer *buffer);

/* Wipes and frees; the buffer is empty and usable afterwards. */
void buffer_free(struct buffer *buffer);

/* Wipes what is held, keeps the allocation. */
void buffer_clear(struct buffer *buffer);

/* Makes room for `more` bytes behind `length` and returns where they go; `length` stays. */
char *buffer_reserve(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_byte(struct buffer *buffer, uint8_t byte);
void buffer_append_number(struct buffer *buffer, int64_t number); /* in decimal digits */
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Shortens to `length` bytes (at most what it holds) and wipes what falls off. */
void buffer_truncate(struct buffer *buffer, size_t length);

/* Makes `to`, which holds nothing of its own, hold the same bytes as `from`. */
void buffer_copy(struct buffer *to, const struct buffer *from);

/* Exchanges contents without copying. */
void buffer_swap(struct buffer *a, struct buffer *b);

bool buffer_equal(const struct buffer *a, const struct buffer *b);

#endif
