/*
 * Environments: where bundles go and how private halves travel.
 */
#ifndef JWKMINT_STORE_ENVIRONMENT_H
#define JWKMINT_STORE_ENVIRONMENT_H

#include "base/name.h"
#include "store/id_list.h"
#include "store/store.h"

#include <limits.h>

enum environment_type { ENVIRONMENT_PRODUCTION, ENVIRONMENT_SANDBOX, ENVIRONMENT_TEST };

enum environment_private {
	PRIVATE_SEALED, /* as JWE to the recipient: the default */
	PRIVATE_PLAIN,  /* in the clear */
	PRIVATE_NONE,   /* not at all */
};

#define ENVIRONMENT_URL_SIZE       1024
#define ENVIRONMENT_RECIPIENT_SIZE 2048

struct environment {
	struct id id; /* tells one from a later one of the same name */
	char name[NAME_SIZE];
	char description[DESCRIPTION_SIZE];
	enum environment_type type;
	char access_url[ENVIRONMENT_URL_SIZE];
	char directory[PATH_MAX]; /* of its bundles; empty: BUNDLE-ROOT/NAME */
	enum environment_private private_mode;
	char recipient[ENVIRONMENT_RECIPIENT_SIZE]; /* public JWK as JSON text; empty unless sealed
						     */
	uint64_t generation;     /* counts changes to what a bundle of it looks like; from 1 */
	int64_t created;         /* seconds since the epoch */
	struct id_list projects; /* owned; empty: it belongs to every project */
};

#define ENVIRONMENT_INIT                                                                           \
	{                                                                                          \
		.projects = ID_LIST_INIT                                                           \
	}
#define environment_auto __attribute__((cleanup(environment_free))) struct environment

void environment_free(struct environment *environment);

/* "PRODUCTION", "SANDBOX", "TEST"; "sealed", "plain", "none". */
extern const char *const environment_type_names[3];
extern const char *const environment_private_names[3];

/* Whether keys of this project are deployed to it. */
bool environment_serves(const struct environment *environment, const struct id *project);

/* `*inserted` is false when the name is taken by one with another id. */
bool environment_insert(struct transaction *transaction, const struct environment *environment,
	bool *inserted, struct failure *why);
bool environment_find(struct transaction *transaction, const char *name,
	struct environment *environment, bool *found, struct failure *why);

/* FAILURE_NOT_FOUND, for the operator: there is no such environment, and where to look. */
bool environment_unknown(const char *name, struct failure *why);

bool environment_update(struct transaction *transaction, const struct environment *environment,
	struct failure *why);
bool environment_remove(
	struct transaction *transaction, const char *name, bool *existed, struct failure *why);

typedef bool (*environment_visit)(
	const struct environment *environment, void *context, struct failure *why);

/* All environments by name; `visit` must not change the store. */
bool environment_each(struct transaction *transaction, environment_visit visit, void *context,
	struct failure *why);

/* Those that serve a project; the others are not even read. */
bool environment_each_serving(struct transaction *transaction, const struct id *project,
	environment_visit visit, void *context, struct failure *why);

/* Copies everything, the list included; `to` was initialised. */
void environment_copy(struct environment *to, const struct environment *from);

#endif
