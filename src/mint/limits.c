#include "mint/limits.h"

#include "base/clock.h"
#include "mint/settings.h"

#include <stdlib.h>

/* Where a limit comes from: a setting, or its default; no setting: it is fixed. */
static const struct {
	const char *setting;
	struct throttle_rate rate;
} sources[THROTTLE_KINDS] = {
	[THROTTLE_TOKEN] = {"token-failures", {LIMITS_TOKEN_FAILURES, 1000}},
	[THROTTLE_LOGIN] = {"login-failures", {LIMITS_LOGIN_FAILURES, 6000}},
	[THROTTLE_USER] = {NULL, {10, 2000}},
	[THROTTLE_REFUSAL] = {NULL, {20, 6000}},
};

bool limits_init(
	struct limits *limits, struct vault *vault, const char *client, struct failure *why)
{
	*limits = (struct limits){.directory = vault->home.database, .client = client};
	for (size_t i = 0; i < THROTTLE_KINDS; i++) {
		buffer_auto value = BUFFER_INIT;

		limits->rates[i] = sources[i].rate;
		if (sources[i].setting == NULL)
			continue;
		if (!settings_get(vault, sources[i].setting, &value, why))
			return false;
		if (value.length > 0)
			limits->rates[i].burst = strtol(value.data, NULL, 10);
	}
	return true;
}

static struct throttle_count count_of(
	const struct limits *limits, enum throttle_kind kind, const char *name)
{
	return (struct throttle_count){
		.directory = limits->directory,
		.kind = kind,
		.text = name != NULL ? name : limits->client,
		.rate = limits->rates[kind],
	};
}

bool limits_take(
	struct limits *limits, enum throttle_kind kind, const char *name, struct failure *why)
{
	const struct throttle_count count = count_of(limits, kind, name);
	int64_t wait;

	if (!throttle_take(&count, clock_milliseconds(), &wait, &limits->trouble)) {
		limits->is_off = true;
		return true;
	}
	if (wait == 0)
		return true;
	why->retry_after = (unsigned)((wait + 999) / 1000);
	return fail(why, FAILURE_LIMITED, "Too many failed attempts! Try again in %u %s.",
		why->retry_after, why->retry_after == 1 ? "second" : "seconds");
}

void limits_give_back(struct limits *limits, enum throttle_kind kind, const char *name)
{
	const struct throttle_count count = count_of(limits, kind, name);

	if (!throttle_give_back(&count, clock_milliseconds(), &limits->trouble))
		limits->is_off = true;
}
