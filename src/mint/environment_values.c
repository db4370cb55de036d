#include "mint/environment_values.h"

#include "base/utf8.h"
#include "deploy/private_half.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Finds `value` in a list of three names. */
static bool choose(const char *const names[3], const char *value, const char *what, unsigned *index,
	struct failure *why)
{
	for (*index = 0; *index < 3; (*index)++) {
		if (strcmp(names[*index], value) == 0)
			return true;
	}
	return fail(why, FAILURE_INVALID,
		"Environment %s (%.*s) is not supported! Valid values: %s, %s, %s", what,
		UTF8_SHOWN(value), names[0], names[1], names[2]);
}

static bool copy_value(
	char *to, size_t size, const char *value, const char *what, struct failure *why)
{
	if (strlen(value) >= size)
		return fail(why, FAILURE_INVALID,
			"Environment %s has %zu bytes! At most %zu are allowed.", what,
			strlen(value), size - 1);
	memcpy(to, value, strlen(value) + 1);
	return true;
}

static bool check_url(const char *url, struct failure *why)
{
	bool has_scheme = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;

	return url[0] == '\0' || (has_scheme && !utf8_has_control(url, strlen(url))) ||
	       fail(why, FAILURE_INVALID,
		       "Environment access URL (%.*s) is not supported! It begins with https:// or "
		       "http:// and has no control characters.",
		       UTF8_SHOWN(url));
}

bool environment_values_within(const char *inner, const char *outer)
{
	size_t length = strlen(outer);

	return strncmp(inner, outer, length) == 0 &&
	       (inner[length] == '\0' || inner[length] == '/');
}

/* Resolves links, also where the last part does not exist yet. */
static bool canonical(const char *path, char resolved[PATH_MAX], struct failure *why)
{
	char parent[PATH_MAX];
	const char *slash = strrchr(path, '/');

	if (realpath(path, resolved) != NULL)
		return true;
	if (errno == ENOENT && slash != NULL && slash != path && slash[1] != '\0' &&
		strcmp(slash, "/.") != 0 && strcmp(slash, "/..") != 0) {
		snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
		if (realpath(parent, resolved) != NULL &&
			strlen(resolved) + strlen(slash) < PATH_MAX) {
			strcat(resolved, slash);
			return true;
		}
	}
	return fail(why, FAILURE_INVALID, "Environment directory (%.*s) can not be used: %s.",
		UTF8_SHOWN(path), strerror(errno));
}

static bool choose_directory(const struct home *home, const char *directory,
	struct environment *environment, struct failure *why)
{
	char root[PATH_MAX];
	buffer_auto origin = BUFFER_INIT;

	if (directory[0] == '\0') {
		environment->directory[0] = '\0';
		return true;
	}
	if (directory[0] != '/' || strlen(directory) >= PATH_MAX - 1)
		return fail(why, FAILURE_INVALID,
			"Environment directory (%.512s) is not supported! It must be an absolute "
			"path.",
			directory);
	if (!canonical(home->bundle_root, root, why) ||
		!canonical(directory, environment->directory, why))
		return false;
	if (environment_values_within(environment->directory, root) &&
		strcmp(environment->directory, root) != 0)
		return true;
	home_append_bundle_root_origin(home, &origin);
	return fail(why, FAILURE_INVALID,
		"Environment directory (%.300s) is not supported! It must lie below the bundle "
		"root %.300s (%s).",
		directory, root, origin.data);
}

static bool choose_private_mode(const struct environment_change *change, bool is_new,
	struct environment *environment, struct failure *why)
{
	unsigned mode = environment->private_mode;

	if (change->private_mode != NULL && !choose(environment_private_names, change->private_mode,
						    "private mode", &mode, why))
		return false;
	environment->private_mode = (enum environment_private)mode;
	if (environment->private_mode != PRIVATE_SEALED) {
		environment->recipient[0] = '\0';
		return change->recipient == NULL || fail(why, FAILURE_INVALID,
							    "Environment private mode %s needs no "
							    "recipient! Leave the recipient out, "
							    "or choose sealed.",
							    environment_private_names[mode]);
	}
	if (change->recipient != NULL &&
		!copy_value(environment->recipient, sizeof environment->recipient,
			change->recipient, "recipient", why))
		return false;
	return environment->recipient[0] != '\0' ||
	       fail(why, FAILURE_INVALID,
		       "Environment %s needs a recipient for its private keys! Give the public JWK "
		       "(EC P-256 or P-384) of the gateway%s.",
		       environment->name, is_new ? "" : ", or choose another private mode");
}

static bool check_recipient(const struct environment *environment, struct failure *why)
{
	recipient_auto recipient;

	recipient_init(&recipient);
	return recipient_load(environment, &recipient, why);
}

bool environment_values_apply(const struct home *home, const struct environment_change *change,
	bool is_new, struct environment *environment, struct failure *why)
{
	unsigned type = environment->type;

	if (change->description != NULL &&
		(!description_check(change->description, "Environment description", why) ||
			!copy_value(environment->description, sizeof environment->description,
				change->description, "description", why)))
		return false;
	if (change->type != NULL &&
		!choose(environment_type_names, change->type, "type", &type, why))
		return false;
	environment->type = (enum environment_type)type;
	if (change->access_url != NULL &&
		(!check_url(change->access_url, why) ||
			!copy_value(environment->access_url, sizeof environment->access_url,
				change->access_url, "access URL", why)))
		return false;
	if (change->directory != NULL &&
		!choose_directory(home, change->directory, environment, why))
		return false;
	return choose_private_mode(change, is_new, environment, why) &&
	       check_recipient(environment, why);
}
