/*
 * The settings that there are: one table with their names, what they mean and what they may be.
 */
#ifndef JWKMINT_MINT_SETTINGS_H
#define JWKMINT_MINT_SETTINGS_H

#include "store/vault.h"

struct setting_form {
	const char *name;
	const char *values; /* what stands for them in help: "HOST[:PORT]..." */
	bool is_list;       /* any number of values, else one */
	const char *help;
	bool (*check)(
		const char *value, struct failure *why); /* FAILURE_INVALID says what is allowed */
	/* For a file: whether responders reach it. NULL: nothing to check. */
	bool (*check_place)(const struct home *home, const char *value, struct failure *why);
};

/*
 * login-failures   NUMBER          failed log-ins of one client, as is the next; see limits.h
 * token-failures   NUMBER
 * pool-rsa-2048    NUMBER          keys that are made ahead, as are the next two; see pool.h
 * pool-rsa-3072    NUMBER
 * pool-rsa-4096    NUMBER
 * url-allow        HOST[:PORT]...  hosts that keys may be fetched from, whatever their address
 * url-ca           FILE            PEM certificates trusted for that, besides the system's; where
 *                                  confined responders can read, see confine/places.h
 * trusted-proxies  ADDRESS[/LEN]... whose X-Forwarded-For says where a client is
 */
extern const struct setting_form setting_forms[];
extern const size_t setting_form_count;

/* The values of a setting, each ended by a NUL. */
bool settings_get(
	struct vault *vault, const char *name, struct buffer *values, struct failure *why);

/* `values` ended by NULL; none: back to the default. */
bool settings_set(
	struct vault *vault, const char *name, const char *const *values, struct failure *why);

#endif
