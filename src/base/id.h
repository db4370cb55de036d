/*
 * The stable identity of a project or a key: 96 random bits, written as 24 hexadecimal digits.
 * Names can change and be used again; an id never is.
 */
#ifndef JWKMINT_BASE_ID_H
#define JWKMINT_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#define ID_SIZE      12
#define ID_TEXT_SIZE (2 * ID_SIZE + 1)

struct id {
	uint8_t bytes[ID_SIZE];
};

void id_make(struct id *id);
bool id_equal(const struct id *a, const struct id *b);

/* Lower case, with the NUL. */
void id_format(const struct id *id, char text[ID_TEXT_SIZE]);

#endif
