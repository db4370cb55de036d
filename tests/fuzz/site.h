/*
 * A home of the process's own with a vault in use: made once, in fuzz_directory().
 */
#ifndef JWKMINT_TESTS_FUZZ_SITE_H
#define JWKMINT_TESTS_FUZZ_SITE_H

#include "store/project.h"
#include "store/vault.h"

/*
 * Project "p"; environment "sealed", whose bundles go to a recipient; environment "public" without
 * private halves; user "u" with every role and the password "x".
 */
void site_make(struct vault *vault);

#endif
