#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * From here on a buffer has pages of its own. They grow without being copied, come back from the
 * system as zeros, whoever gets them, and cost nothing until they are touched. Blocks of malloc
 * would be filled, copied and wiped over and over.
 */
#define MAPPED_SIZE (128UL << 10)

char buffer_empty[1] = "";

void buffer_init(struct buffer *buffer)
{
	*buffer = (struct buffer)BUFFER_INIT;
}

static bool is_mapped(const struct buffer *buffer)
{
	return buffer->size >= MAPPED_SIZE;
}

static void release(struct buffer *buffer)
{
	if (is_mapped(buffer)) {
		munmap(buffer->data, buffer->size);
	} else if (buffer->size > 0) {
		explicit_bzero(buffer->data, buffer->size);
		free(buffer->data);
	}
}

void buffer_free(struct buffer *buffer)
{
	release(buffer);
	buffer_init(buffer);
}

void buffer_clear(struct buffer *buffer)
{
	buffer_truncate(buffer, 0);
}

/* NULL: there is no memory. */
static char *allocate(size_t size)
{
	if (size < MAPPED_SIZE)
		return malloc(size);

	void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		return NULL;
	/* Fewer faults, where the system has large pages. */
	madvise(pages, size, MADV_HUGEPAGE);
	return pages;
}

static char *move(struct buffer *buffer, size_t size)
{
	if (is_mapped(buffer)) {
		void *pages = mremap(buffer->data, buffer->size, size, MREMAP_MAYMOVE);

		return pages == MAP_FAILED ? NULL : pages;
	}

	char *data = allocate(size);

	if (data != NULL) {
		memcpy(data, buffer->data, buffer->length);
		data[buffer->length] = '\0';
		release(buffer);
	}
	return data;
}

static void grow(struct buffer *buffer, size_t size)
{
	buffer->data = move(buffer, size);
	if (buffer->data == NULL) {
		fputs("jwkmint: out of memory\n", stderr);
		abort();
	}
	buffer->size = size;
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
	if (more > SIZE_MAX / 4 - buffer->length) {
		fputs("jwkmint: a buffer of impossible size was asked for\n", stderr);
		abort();
	}

	size_t need = buffer->length + more + 1;

	if (need > buffer->size) {
		size_t size = buffer->size < 64 ? 64 : buffer->size * 2;

		grow(buffer, size > need ? size : need);
	}
	return buffer->data + buffer->length;
}

/* As buffer_reserve, without a call where there is room, as there nearly always is. */
static inline char *room_for(struct buffer *buffer, size_t more)
{
	bool is_there = more < buffer->size - buffer->length;

	return is_there ? buffer->data + buffer->length : buffer_reserve(buffer, more);
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	memcpy(room_for(buffer, length), bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void buffer_append_string(struct buffer *buffer, const char *string)
{
	buffer_append(buffer, string, strlen(string));
}

void buffer_append_byte(struct buffer *buffer, uint8_t byte)
{
	char *end = room_for(buffer, 1);

	end[0] = (char)byte;
	end[1] = '\0';
	buffer->length++;
}

void buffer_append_number(struct buffer *buffer, int64_t number)
{
	char digits[20]; /* of the longest, and its sign */
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char *first = digits + sizeof digits;

	do {
		*--first = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		*--first = '-';
	buffer_append(buffer, first, (size_t)(digits + sizeof digits - first));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;

	char *end = buffer_reserve(buffer, (size_t)length);

	va_start(arguments, format);
	vsnprintf(end, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)length;
}

void buffer_truncate(struct buffer *buffer, size_t length)
{
	if (length >= buffer->length)
		return;
	explicit_bzero(buffer->data + length, buffer->length - length);
	buffer->length = length;
}

void buffer_copy(struct buffer *to, const struct buffer *from)
{
	buffer_init(to);
	buffer_append(to, from->data, from->length);
}

void buffer_swap(struct buffer *a, struct buffer *b)
{
	struct buffer held = *a;

	*a = *b;
	*b = held;
}

bool buffer_equal(const struct buffer *a, const struct buffer *b)
{
	return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}
