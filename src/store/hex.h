/*
 * Hexadecimal digits that people copy: ids of tokens and of sealing keys.
 */
#ifndef JWKMINT_STORE_HEX_H
#define JWKMINT_STORE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads exactly `count` bytes from twice as many lower-case digits; false for anything else. */
bool hex_decode(const char *text, uint8_t *bytes, size_t count);

#endif
