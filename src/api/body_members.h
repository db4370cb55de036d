/*
 * Members of a JSON object by a table: where the value of each goes.
 */
#ifndef JWKMINT_API_BODY_MEMBERS_H
#define JWKMINT_API_BODY_MEMBERS_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

struct json_object;

/* A member that we know: a string when `text` is there, else a whole number. */
struct body_member {
	const char *name;
	const char **text;      /* borrows from the tree */
	const int64_t **number; /* points to `storage`, as `*text` does into the tree */
	int64_t *storage;
};

/* FAILURE_INVALID, naming it, when a member has the wrong JSON type. Null is absent. */
bool body_members_check(struct json_object *object, const struct body_member *members, size_t count,
	struct failure *why);

/* Fills in the members that are there; they were checked. */
void body_members_take(struct json_object *object, const struct body_member *members, size_t count);

#endif
