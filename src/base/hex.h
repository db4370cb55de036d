/*
 * Hexadecimal digits, in lower case: ids, and the hashes in manifests.
 */
#ifndef JWKMINT_BASE_HEX_H
#define JWKMINT_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes twice as many digits as there are bytes, and a NUL behind them. */
void hex_encode(const uint8_t *bytes, size_t count, char *text);

/* Reads exactly `count` bytes from twice as many lower-case digits; false for anything else. */
bool hex_decode(const char *text, uint8_t *bytes, size_t count);

#endif
