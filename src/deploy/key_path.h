/*
 * Where the files of one key lie in a bundle. All are named ID-VERSION: by what never changes, and
 * never by name or kid, which may hold anything.
 */
#ifndef JWKMINT_DEPLOY_KEY_PATH_H
#define JWKMINT_DEPLOY_KEY_PATH_H

#include "store/environment.h"
#include "store/key_record.h"

/* More than any of them: the longest has 32 bytes of an algorithm, 24 of an id, 10 of a version. */
#define KEY_PATH_SIZE 96

/* Writes "private/ID-VERSION" and the suffix of the environment's form: .jwe, or .jwk for plain.
 */
void key_path_private(
	const struct key_record *key, enum environment_private mode, char path[KEY_PATH_SIZE]);

/* Writes "private/ID-VERSION.pem", which stands beside a .jwk unless the key is symmetric. */
void key_path_private_pem(const struct key_record *key, char path[KEY_PATH_SIZE]);

/* Writes "public/pem/ALG/ID-VERSION.pem" of a key that has an algorithm. */
void key_path_public_pem(const struct key_record *key, char path[KEY_PATH_SIZE]);

#endif
