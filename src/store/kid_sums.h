/*
 * Whether the kids of all keys and the index of kids say the same, without looking up the one for
 * the other, which lie in different orders.
 *
 * A kid has a print, made of its project, its text and the name of its key, whether it was read
 * from the key or from the index. Each print is added (exclusive or) to one of many sums when it is
 * met. A sum to which every print was added twice, once from either side, is zero; where one is
 * not, something is missing, is wrong or was changed meanwhile, and only the rows whose prints
 * belong to such a sum have to be looked at. This finds accidents; who can write rows can make them
 * fit.
 */
#ifndef JWKMINT_STORE_KID_SUMS_H
#define JWKMINT_STORE_KID_SUMS_H

#include "base/id.h"

#include <stdbool.h>
#include <stdint.h>

#define KID_SUMS 1024

struct kid_print {
	uint64_t words[2];
};

/* All zero at first. */
struct kid_sums {
	struct kid_print sums[KID_SUMS];
};

struct kid_print kid_print_of(const struct id *project, const char *kid, const char *name);
void kid_sums_add(struct kid_sums *sums, const struct kid_print *print);

/* Whether the sum to which the print belongs is zero; whether all are. */
bool kid_sums_agree(const struct kid_sums *sums, const struct kid_print *print);
bool kid_sums_all_agree(const struct kid_sums *sums);

#endif
