/*
 * Projects: what keys belong to and what users are members of.
 */
#ifndef JWKMINT_STORE_PROJECT_H
#define JWKMINT_STORE_PROJECT_H

#include "base/id.h"
#include "base/name.h"
#include "store/store.h"

struct project {
	struct id id;
	char name[NAME_SIZE];
	char description[DESCRIPTION_SIZE];
	int64_t created; /* seconds since the epoch */
};

/* `*inserted` is false when the name is taken by a project with another id. */
bool project_insert(struct transaction *transaction, const struct project *project, bool *inserted,
	struct failure *why);
bool project_find(struct transaction *transaction, const char *name, struct project *project,
	bool *found, struct failure *why);

/* FAILURE_NOT_FOUND, for the operator: there is no such project, and where to look. */
bool project_unknown(const char *name, struct failure *why);

/*
 * Deletes the project with all its keys, their material and kids, its sources and its generation.
 * Users and environments that name its id keep that: an id never comes back.
 */
bool project_remove(
	struct transaction *transaction, const struct project *project, struct failure *why);

typedef bool (*project_visit)(const struct project *project, void *context, struct failure *why);

/* All projects by name; `visit` must not change the store. */
bool project_each(
	struct transaction *transaction, project_visit visit, void *context, struct failure *why);

/*
 * The generation counts the changes to a project's keys; 0 before the first. A bundle that says
 * it holds generation n shows every change up to the n-th.
 */
bool project_generation(struct transaction *transaction, const struct id *project,
	uint64_t *generation, struct failure *why);
bool project_advance(struct transaction *transaction, const struct id *project,
	uint64_t *generation, struct failure *why);

#endif
