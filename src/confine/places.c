#include "confine/places.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* Of the system. What a machine has not is left out. */
static const struct {
	const char *path;
	enum landlock_use use;
} system_places[] = {
#ifdef JWKMINT_SANITIZERS
	/* They read the program, and write reports wherever they were told to. */
	{"/", USE_WRITE},
#endif
	/* The own maps, the boot's id. Landlock itself keeps other processes' secrets shut. */
	{"/proc", USE_READ},
	{"/dev/null", USE_WRITE},
	{"/dev/random", USE_READ},
	{"/dev/urandom", USE_READ},
	/* Libraries that are loaded when a request needs them, and modules of the resolver. */
	{"/etc/ld.so.cache", USE_READ},
	{"/lib", USE_READ},
	{"/lib64", USE_READ},
	{"/usr/lib", USE_READ},
	{"/usr/lib64", USE_READ},
	{"/usr/local/lib", USE_READ},
	{"/etc/gnutls", USE_READ},
	/* The resolver. Those that run as services keep the file in a directory of theirs. */
	{"/etc/gai.conf", USE_READ},
	{"/etc/host.conf", USE_READ},
	{"/etc/hosts", USE_READ},
	{"/etc/nsswitch.conf", USE_READ},
	{"/etc/resolv.conf", USE_READ},
	{"/etc/services", USE_READ},
	{"/run/NetworkManager", USE_READ},
	{"/run/resolvconf", USE_READ},
	{"/run/systemd/resolve", USE_READ},
};

/* Certificates of authorities: places of the system, too, where url-ca may lie. */
static const char *const authority_places[] = {
	"/etc/ssl/certs",
	"/usr/local/share/ca-certificates",
	"/usr/share/ca-certificates",
};
#define AUTHORITY_PLACES (sizeof authority_places / sizeof *authority_places)

void places_own(const struct home *home, struct place places[PLACES_OWN])
{
	char keyring[PATH_MAX];

	memcpy(places[0].path, home->directory, PATH_MAX);
	places[0].use = USE_WRITE;
	memcpy(places[1].path, home->bundle_root, PATH_MAX);
	places[1].use = USE_WRITE;
	memcpy(keyring, home->keyring, PATH_MAX);
	strcpy(places[2].path, dirname(keyring));
	places[2].use = USE_READ;
}

bool places_allow(const struct home *home, const struct landlock *landlock)
{
	struct place own[PLACES_OWN];

	places_own(home, own);
	for (size_t i = 0; i < PLACES_OWN; i++) {
		if (!landlock_allow(landlock, own[i].path, own[i].use))
			return false;
	}
	landlock_allow(landlock, home->conf, USE_READ);
	for (size_t i = 0; i < sizeof system_places / sizeof *system_places; i++)
		landlock_allow(landlock, system_places[i].path, system_places[i].use);
	for (size_t i = 0; i < AUTHORITY_PLACES; i++)
		landlock_allow(landlock, authority_places[i], USE_READ);
	return true;
}

static bool is_below(const char *file, const char *directory)
{
	char real[PATH_MAX];

	if (realpath(directory, real) == NULL)
		return false;

	size_t length = strlen(real);

	return strncmp(file, real, length) == 0 && (file[length] == '/' || length == 1);
}

bool places_hold(const struct home *home, const char *path)
{
	char file[PATH_MAX];
	bool held;

	if (realpath(path, file) == NULL)
		return false;
	held = is_below(file, home->directory);
	for (size_t i = 0; i < AUTHORITY_PLACES; i++)
		held = held || is_below(file, authority_places[i]);
	return held;
}

void places_append_readable(const struct home *home, struct buffer *text)
{
	buffer_append_string(text, home->directory);
	for (size_t i = 0; i < AUTHORITY_PLACES; i++)
		buffer_printf(text, "%s%s", i + 1 == AUTHORITY_PLACES ? " or " : ", ",
			authority_places[i]);
}
