#include "base/home.h"

#include "base/fault.h"
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

static void below(char to[PATH_MAX], const char *directory, const char *name)
{
	snprintf(to, PATH_MAX, "%.*s/%s", PATH_MAX - 16, directory, name);
}

/* Beside the executable; empty where the system does not say what that is. */
static void find_conf(char path[PATH_MAX])
{
	char executable[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);

	path[0] = '\0';
	if (length < 0)
		return;
	executable[length] = '\0';
	below(path, dirname(executable), CONF_NAME);
}

static bool read_conf(const char *path, struct conf *conf, struct failure *why)
{
	buffer_auto text = BUFFER_INIT;
	unsigned number = 0;
	bool found;

	*conf = (struct conf){.home = ""};
	if (path[0] == '\0')
		return true;
	if (!file_read(AT_FDCWD, path, CONF_LIMIT, &text, &found, why))
		return fail_within(why,
			"uid %u must be able to read the settings (chmod 644), or they must be "
			"moved away: ",
			(unsigned)geteuid());
	for (char *rest = text.data, *line; found && (line = strsep(&rest, "\n")) != NULL;) {
		if (!read_line(line, ++number, path, conf, why))
			return false;
	}
	return true;
}

static bool choose_directory(
	const char *given, const struct conf *conf, struct home *home, struct failure *why)
{
	const char *variable = getenv("JWKMINT_HOME");
	const struct {
		enum home_origin origin;
		const char *path;
		const char *what;
	} candidates[] = {
		{HOME_FROM_OPTION, given, "--home"},
		{HOME_FROM_ENVIRONMENT, variable, "The environment variable JWKMINT_HOME"},
		{HOME_FROM_CONF, conf->home, "home"},
		{HOME_FROM_DEFAULT, JWKMINT_DEFAULT_HOME, "The built-in home"},
	};
	size_t i = 0;

	/* Nothing and an empty text name no home; an empty --home is a mistake to be told. */
	while (candidates[i].origin != HOME_FROM_DEFAULT &&
		(candidates[i].path == NULL ||
			(candidates[i].path[0] == '\0' && candidates[i].path != given)))
		i++;
	home->origin = candidates[i].origin;
	return set_path(home->directory, candidates[i].path, candidates[i].what, why);
}

bool home_find(const char *given, struct home *home, struct failure *why)
{
	struct conf conf;

	*home = (struct home){.origin = HOME_FROM_DEFAULT};
	find_conf(home->conf);
	if (!read_conf(home->conf, &conf, why) || !choose_directory(given, &conf, home, why))
		return false;

	bool applies = conf.home[0] == '\0' || strcmp(conf.home, home->directory) == 0;

	below(home->database, home->directory, "db");
	below(home->keyring, home->directory, "keyring");
	below(home->bundle_root, home->directory, "bundles");
	home->keyring_is_configured = applies && conf.keyring[0] != '\0';
	home->bundle_root_is_configured = applies && conf.bundle_root[0] != '\0';
	if (home->keyring_is_configured)
		memcpy(home->keyring, conf.keyring, PATH_MAX);
	if (home->bundle_root_is_configured)
		memcpy(home->bundle_root, conf.bundle_root, PATH_MAX);
	fault_watch(home->directory);
	return true;
}

void home_append_origin(const struct home *home, struct buffer *text)
{
	static const char *const words[] = {
		[HOME_FROM_DEFAULT] =
			"the built-in default, because neither the environment variable "
			"JWKMINT_HOME nor `home` names one in ",
		[HOME_FROM_OPTION] = "named by --home",
		[HOME_FROM_ENVIRONMENT] =
			"named by the environment variable JWKMINT_HOME (lighttpd: bin-environment "
			"or setenv.set-environment; Apache: FcgidInitialEnv or SetEnv; systemd: "
			"Environment)",
		[HOME_FROM_CONF] = "named by `home` in ",
	};

	buffer_append_string(text, words[home->origin]);
	if (home->origin == HOME_FROM_DEFAULT || home->origin == HOME_FROM_CONF)
		buffer_append_string(text, home->conf[0] == '\0' ? CONF_NAME : home->conf);
}

void home_append_bundle_root_origin(const struct home *home, struct buffer *text)
{
	buffer_printf(text,
		home->bundle_root_is_configured ? "named by `bundle-root` in %s"
						: "the default, because %s names no `bundle-root`",
		home->conf[0] == '\0' ? CONF_NAME : home->conf);
}
