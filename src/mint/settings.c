#include "mint/settings.h"

#include "base/network.h"
#include "base/utf8.h"
#include "confine/places.h"
#include "fetch/allow.h"
#include "fetch/trust.h"
#include "mint/pool.h"
#include "mint/throttle.h"
#include "store/setting.h"

#include <stdlib.h>
#include <string.h>

#define MAX_VALUE  1024
#define MAX_VALUES 256

static bool check_ca_file(const char *path, struct failure *why)
{
	buffer_auto pem = BUFFER_INIT;

	if (path[0] != '/')
		return fail(
			why, FAILURE_INVALID, "'%.*s' must be an absolute path.", UTF8_SHOWN(path));
	if (trust_read(path, &pem, why))
		return true;
	why->kind = FAILURE_INVALID;
	return false;
}

/* A file that a responder can not read once it is confined would be found missing with each fetch.
 */
static bool check_ca_place(const struct home *home, const char *path, struct failure *why)
{
	buffer_auto places = BUFFER_INIT;

	if (places_hold(home, path))
		return true;
	places_append_readable(home, &places);
	return fail(why, FAILURE_INVALID,
		"'%.*s' lies where responders do not read: copy it to a place below %s.",
		UTF8_SHOWN(path), places.data);
}

static bool check_network(const char *text, struct failure *why)
{
	struct network network;

	return network_parse(text, &network) ||
	       fail(why, FAILURE_INVALID,
		       "'%.*s' is no address: ADDRESS or ADDRESS/LEN is allowed, IPv4 or IPv6, "
		       "with no bits set behind LEN, as 192.0.2.7 or 2001:db8::/32.",
		       UTF8_SHOWN(text));
}

static bool check_failures(const char *text, struct failure *why)
{
	size_t length = strlen(text);
	bool is_number = length <= 9 && strspn(text, "0123456789") == length;
	long number = is_number ? strtol(text, NULL, 10) : 0;

	return (number >= 1 && number <= THROTTLE_BURST_MAX) ||
	       fail(why, FAILURE_INVALID, "'%.*s' is no number of failures: 1 to %d are allowed.",
		       UTF8_SHOWN(text), THROTTLE_BURST_MAX);
}

static bool check_depth(const char *text, struct failure *why)
{
	size_t length = strlen(text);
	bool is_number = length > 0 && length <= 9 && strspn(text, "0123456789") == length;

	return (is_number && strtol(text, NULL, 10) <= POOL_MOST_KEYS) ||
	       fail(why, FAILURE_INVALID,
		       "'%.*s' is no number of keys: 0, which switches the pool off, to %d are "
		       "allowed.",
		       UTF8_SHOWN(text), POOL_MOST_KEYS);
}

const struct setting_form setting_forms[] = {
	{"login-failures", "NUMBER", false,
		"failed log-ins of one client before others are refused; default 20",
		check_failures, NULL},
	{"pool-rsa-2048", "NUMBER", false,
		"RSA keys of 2048 bits that are made ahead; default 4, 0 is off", check_depth,
		NULL},
	{"pool-rsa-3072", "NUMBER", false, "the same of 3072 bits; default 2", check_depth, NULL},
	{"pool-rsa-4096", "NUMBER", false, "the same of 4096 bits; default 2", check_depth, NULL},
	{"token-failures", "NUMBER", false,
		"refused tokens of one client before others are; default 100", check_failures,
		NULL},
	{"trusted-proxies", "ADDRESS[/LEN]...", true,
		"whose X-Forwarded-For says where a client is", check_network, NULL},
	{"url-allow", "HOST[:PORT]...", true,
		"where keys may be fetched from, whatever the address", allow_check, NULL},
	{"url-ca", "FILE", false, "PEM certificates trusted for that, besides the system's",
		check_ca_file, check_ca_place},
};

const size_t setting_form_count = sizeof setting_forms / sizeof *setting_forms;

static bool fail_name(const char *name, struct failure *why)
{
	buffer_auto list = BUFFER_INIT;

	for (size_t i = 0; i < setting_form_count; i++)
		buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", setting_forms[i].name);
	return fail(why, FAILURE_NOT_FOUND, "There is no setting '%.*s'; there are %s.",
		UTF8_SHOWN(name), list.data);
}

static bool find_form(const char *name, const struct setting_form **form, struct failure *why)
{
	for (size_t i = 0; i < setting_form_count; i++) {
		*form = &setting_forms[i];
		if (strcmp((*form)->name, name) == 0)
			return true;
	}
	return fail_name(name, why);
}

struct visit {
	const char *name;
	struct buffer *values;
};

static bool get(struct transaction *transaction, void *context, struct failure *why)
{
	const struct visit *visit = context;

	return setting_get(transaction, visit->name, visit->values, why);
}

static bool put(struct transaction *transaction, void *context, struct failure *why)
{
	const struct visit *visit = context;
	const struct audit_event event = {.action = AUDIT_SETTINGS_SET, .object = visit->name};

	return setting_put(transaction, visit->name, visit->values, why) &&
	       audit_note(transaction, &event, why);
}

bool settings_get(struct vault *vault, const char *name, struct buffer *values, struct failure *why)
{
	const struct setting_form *form;
	struct visit visit = {name, values};

	return find_form(name, &form, why) && store_read(vault->store, get, &visit, why);
}

static bool check_value(const struct setting_form *form, const struct home *home, const char *value,
	struct failure *why)
{
	size_t length = strlen(value);

	if (length > MAX_VALUE)
		return fail(why, FAILURE_INVALID, "A value has %zu bytes; %d are allowed.", length,
			MAX_VALUE);
	if (!utf8_count(value, length, &(size_t){0}) || utf8_has_control(value, length))
		return fail(
			why, FAILURE_INVALID, "A value must be UTF-8 without control characters.");
	return form->check(value, why) &&
	       (form->check_place == NULL || form->check_place(home, value, why));
}

static bool collect(const struct setting_form *form, const struct home *home,
	const char *const *values, struct buffer *checked, struct failure *why)
{
	size_t most = form->is_list ? MAX_VALUES : 1;

	for (size_t count = 0; values[count] != NULL; count++) {
		if (count == most)
			return fail(why, FAILURE_INVALID, "It takes at most %zu %s.", most,
				most == 1 ? "value" : "values");
		if (!check_value(form, home, values[count], why))
			return false;
		buffer_append(checked, values[count], strlen(values[count]) + 1);
	}
	return true;
}

bool settings_set(
	struct vault *vault, const char *name, const char *const *values, struct failure *why)
{
	const struct setting_form *form;
	buffer_auto checked = BUFFER_INIT;
	struct visit visit = {name, &checked};

	if (!find_form(name, &form, why))
		return false;
	if (!collect(form, &vault->home, values, &checked, why))
		return fail_within(why, "The setting %s was not changed: ", name);
	return store_write(vault->store, put, &visit, why);
}
