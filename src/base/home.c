#include "base/home.h"

#include "base/file.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef JWKMINT_DEFAULT_HOME
#define JWKMINT_DEFAULT_HOME "/var/lib/jwkmint"
#endif

#define CONF_NAME  "jwkmint.conf"
#define CONF_LIMIT 65536

/* What jwkmint.conf said; empty strings for what it did not say. */
struct conf {
	char home[PATH_MAX];
	char keyring[PATH_MAX];
	char bundle_root[PATH_MAX];
};

static bool set_path(char to[PATH_MAX], const char *path, const char *what, struct failure *why)
{
	size_t length = strlen(path);

	if (path[0] != '/')
		return fail(why, FAILURE_INVALID,
			"%s is '%s': it must be an absolute path, beginning with '/'.", what, path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	if (length >= PATH_MAX - 16)
		return fail(why, FAILURE_INVALID, "%s: the path is longer than the system allows.",
			what);
	memcpy(to, path, length);
	to[length] = '\0';
	return true;
}

static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (*text == ' ' || *text == '\t')
		text++;
	while (end > text && strchr(" \t\r", end[-1]) != NULL)
		*--end = '\0';
	return text;
}

static bool read_line(
	char *line, unsigned number, const char *path, struct conf *conf, struct failure *why)
{
	const struct {
		const char *name;
		char *value;
	} settings[] = {
		{"home", conf->home},
		{"keyring", conf->keyring},
		{"bundle-root", conf->bundle_root},
	};
	char *name = trim(line);

	if (*name == '\0' || *name == '#')
		return true;

	char *equals = strchr(name, '=');

	if (equals != NULL)
		*equals = '\0';
	name = trim(name);
	for (size_t i = 0; equals != NULL && i < sizeof settings / sizeof *settings; i++) {
		if (strcmp(name, settings[i].name) != 0)
			continue;
		if (!set_path(settings[i].value, trim(equals + 1), name, why))
			return fail_within(why, "%s:%u: ", path, number);
		return true;
	}
	return fail(why, FAILURE_INTERNAL,
		"%s:%u: '%s' is not understood. Write `NAME = PATH`; the names are home, keyring "
		"and bundle-root.",
		path, number, name);
}

static bool read_conf(struct conf *conf, struct failure *why)
{
	char path[PATH_MAX + sizeof CONF_NAME + 1];
	char executable[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
	buffer_auto text = BUFFER_INIT;
	unsigned number = 0;
	bool found;

	*conf = (struct conf){.home = ""};
	if (length < 0)
		return true;
	executable[length] = '\0';
	snprintf(path, sizeof path, "%s/%s", dirname(executable), CONF_NAME);
	if (!file_read(AT_FDCWD, path, CONF_LIMIT, &text, &found, why))
		return false;
	for (char *rest = text.data, *line; found && (line = strsep(&rest, "\n")) != NULL;) {
		if (!read_line(line, ++number, path, conf, why))
			return false;
	}
	return true;
}

static void below(char to[PATH_MAX], const char *directory, const char *name)
{
	snprintf(to, PATH_MAX, "%.*s/%s", PATH_MAX - 16, directory, name);
}

bool home_find(const char *given, struct home *home, struct failure *why)
{
	const char *variable = getenv("JWKMINT_HOME");
	struct conf conf;

	if (!read_conf(&conf, why))
		return false;
	if (given != NULL) {
		if (!set_path(home->directory, given, "--home", why))
			return false;
	} else if (variable != NULL && *variable != '\0') {
		if (!set_path(home->directory, variable, "JWKMINT_HOME", why))
			return false;
	} else {
		const char *chosen = conf.home[0] != '\0' ? conf.home : JWKMINT_DEFAULT_HOME;

		if (!set_path(home->directory, chosen, "home", why))
			return false;
	}

	bool applies = conf.home[0] == '\0' || strcmp(conf.home, home->directory) == 0;

	below(home->database, home->directory, "db");
	below(home->keyring, home->directory, "keyring");
	below(home->bundle_root, home->directory, "bundles");
	if (applies && conf.keyring[0] != '\0')
		memcpy(home->keyring, conf.keyring, PATH_MAX);
	if (applies && conf.bundle_root[0] != '\0')
		memcpy(home->bundle_root, conf.bundle_root, PATH_MAX);
	return true;
}
