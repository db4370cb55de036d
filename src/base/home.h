/*
 * Where everything is: the home directory with store, keyring and bundles, and how it is found.
 *
 *   $JWKMINT_HOME/          0711, never below a document root; one uid owns all of it
 *     db/                   0700, the store
 *     keyring               0600, the sealing keys
 *     bundles/ENV/PROJECT/  what is deployed
 *
 * jwkmint.conf, beside the executable, has lines `NAME = VALUE`; # begins a comment:
 *   home = PATH         the home, where no environment variable arrives (suexec strips them)
 *   keyring = PATH      the keyring, when it is to live elsewhere than beside the store
 *   bundle-root = PATH  where bundles go; every environment's own directory lies below it
 */
#ifndef JWKMINT_BASE_HOME_H
#define JWKMINT_BASE_HOME_H

#include "base/buffer.h"
#include "base/failure.h"

#include <limits.h>

/* Who named the home. */
enum home_origin { HOME_FROM_DEFAULT, HOME_FROM_OPTION, HOME_FROM_ENVIRONMENT, HOME_FROM_CONF };

struct home {
	char directory[PATH_MAX];   /* absolute, without a trailing slash, as are the others */
	char database[PATH_MAX];    /* DIRECTORY/db */
	char keyring[PATH_MAX];     /* DIRECTORY/keyring unless configured */
	char bundle_root[PATH_MAX]; /* DIRECTORY/bundles unless configured */
	char conf[PATH_MAX];        /* where jwkmint.conf is or would be; empty when unknown */
	enum home_origin origin;
	bool keyring_is_configured; /* in jwkmint.conf, as is the next */
	bool bundle_root_is_configured;
};

/*
 * Finds the home, in this order: `given` (the --home option; NULL when there is none), the
 * environment variable JWKMINT_HOME, `home =` in jwkmint.conf beside the running executable, the
 * default chosen when this was built. keyring and bundle-root of jwkmint.conf hold only for the
 * home that this file names, or, when it names none, for whatever home is found.
 *
 * Whether the directory exists is not looked at. FAILURE_INTERNAL: jwkmint.conf can not be read or
 * has a line that is not understood; the text names file and line. FAILURE_INVALID: a path is not
 * absolute or too long.
 */
bool home_find(const char *given, struct home *home, struct failure *why);

/*
 * For sentences to the operator: append which setting, in which file, named the home or the bundle
 * root: "named by `home` in /usr/lib/cgi-bin/jwkmint.conf". They continue "it is ...".
 */
void home_append_origin(const struct home *home, struct buffer *text);
void home_append_bundle_root_origin(const struct home *home, struct buffer *text);

#endif
