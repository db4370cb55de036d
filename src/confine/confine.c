#include "confine/confine.h"

#include "confine/filter.h"
#include "confine/landlock.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

static void note(struct confinement *confinement, const char *what, const struct failure *why)
{
	buffer_printf(&confinement->log,
		"jwkmint: confinement: %s (%s). The service goes on without; see `jwkmintctl "
		"status`.\n",
		what, why->text);
}

static bool identify(const char *path, struct place_identity *identity)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return false;
	*identity = (struct place_identity){status.st_dev, status.st_ino};
	return true;
}

/* This is done after each request, and the keyring mostly lies in the home: that is asked once. */
static bool identify_all(
	const struct place own[PLACES_OWN], struct place_identity identities[PLACES_OWN])
{
	for (size_t i = 0; i < PLACES_OWN; i++) {
		if (i > 0 && strcmp(own[i].path, own[0].path) == 0)
			identities[i] = identities[0];
		else if (!identify(own[i].path, &identities[i]))
			return false;
	}
	return true;
}

/* Whether there is an initialised home. What is wrong with one is said by whoever opens the store.
 */
static bool find_home(struct confinement *confinement)
{
	struct home *home = &confinement->home;
	struct place_identity database;
	struct failure why;

	if (!home_find(confinement->given, home, &why) || !identify(home->database, &database))
		return false;
	places_own(home, confinement->own);
	if (identify_all(confinement->own, confinement->identities))
		return true;
	if (!confinement->has_waited) {
		fail(&why, FAILURE_INTERNAL, "%s", strerror(errno));
		note(confinement, "Landlock waits for the bundle root or the keyring", &why);
	}
	confinement->has_waited = true;
	return false;
}

static bool hold(struct confinement *confinement, const struct landlock *landlock)
{
	struct failure why;

	confinement->is_complete = places_allow(&confinement->home, landlock);
	if (!confinement->is_complete)
		return false;
	if (landlock_begin(landlock, &why))
		return true;
	note(confinement, "Landlock can not begin", &why);
	return false;
}

void confinement_complete(struct confinement *confinement)
{
	struct landlock landlock;
	struct failure why;

	if (confinement->is_complete || !find_home(confinement))
		return;
	if (!landlock_new(&landlock, &why)) {
		note(confinement, "the kernel offers no Landlock", &why);
		confinement->is_complete = true;
		return;
	}
	confinement->is_held = hold(confinement, &landlock);
	landlock_free(&landlock);
}

void confinement_begin(struct confinement *confinement, const char *home)
{
	struct failure why;

	*confinement = (struct confinement){.given = home, .log = BUFFER_INIT};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		fail(&why, FAILURE_INTERNAL, "%s", strerror(errno));
		note(confinement, "new privileges can not be given up", &why);
	}
	if (!filter_begin(&why))
		note(confinement, "the kernel offers no filter of system calls", &why);
	confinement_complete(confinement);
}

void confinement_take_log(struct confinement *confinement, struct buffer *log)
{
	buffer_append(log, confinement->log.data, confinement->log.length);
	buffer_free(&confinement->log);
	confinement->log = (struct buffer)BUFFER_INIT;
}

void confinement_free(struct confinement *confinement)
{
	buffer_free(&confinement->log);
}

bool confinement_is_outdated(const struct confinement *confinement)
{
	struct place_identity now[PLACES_OWN];

	if (!confinement->is_held)
		return false;
	if (!identify_all(confinement->own, now))
		return true;
	for (size_t i = 0; i < PLACES_OWN; i++) {
		if (now[i].device != confinement->identities[i].device ||
			now[i].inode != confinement->identities[i].inode)
			return true;
	}
	return false;
}
