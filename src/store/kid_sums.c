#include "store/kid_sums.h"

#include <nettle/sha2.h>
#include <string.h>

struct kid_print kid_print_of(const struct id *project, const char *kid, const char *name)
{
	struct sha256_ctx hash;
	struct kid_print print;

	sha256_init(&hash);
	sha256_update(&hash, sizeof project->bytes, project->bytes);
	sha256_update(&hash, strlen(kid) + 1, (const uint8_t *)kid);
	sha256_update(&hash, strlen(name) + 1, (const uint8_t *)name);
	sha256_digest(&hash, sizeof print.words, (uint8_t *)print.words);
	return print;
}

static size_t sum_of(const struct kid_print *print)
{
	return print->words[0] % KID_SUMS;
}

void kid_sums_add(struct kid_sums *sums, const struct kid_print *print)
{
	struct kid_print *sum = &sums->sums[sum_of(print)];

	sum->words[0] ^= print->words[0];
	sum->words[1] ^= print->words[1];
}

static bool is_zero(const struct kid_print *sum)
{
	return sum->words[0] == 0 && sum->words[1] == 0;
}

bool kid_sums_agree(const struct kid_sums *sums, const struct kid_print *print)
{
	return is_zero(&sums->sums[sum_of(print)]);
}

bool kid_sums_all_agree(const struct kid_sums *sums)
{
	for (size_t i = 0; i < KID_SUMS; i++) {
		if (!is_zero(&sums->sums[i]))
			return false;
	}
	return true;
}
