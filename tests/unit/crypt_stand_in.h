/*
 * A test's own crypt(3), in the place of the one that is loaded. Programs with it are linked with
 * -Wl,--wrap=library_load.
 */
#ifndef JWKMINT_TESTS_CRYPT_STAND_IN_H
#define JWKMINT_TESTS_CRYPT_STAND_IN_H

#include <crypt.h>

/* The test defines it; called instead of crypt_r. */
char *crypt_stand_in(const char *phrase, const char *setting, struct crypt_data *data);

/* The one that was loaded. */
char *crypt_real(const char *phrase, const char *setting, struct crypt_data *data);

#endif
