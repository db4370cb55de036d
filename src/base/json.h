/*
 * Reading JSON (RFC 8259), strictly: UTF-8 only, one value and nothing behind it, no duplicate
 * member names, nesting at most 32. json-c builds the tree; because it lets duplicates and some
 * forms outside the grammar pass, a scan of ours goes first.
 */
#ifndef JWKMINT_BASE_JSON_H
#define JWKMINT_BASE_JSON_H

#include "base/failure.h"

#include <json-c/json_object.h>
#include <stddef.h>

#define JSON_MAX_DEPTH 32

/* A tree that is wiped and freed when its scope ends; initialise it with NULL. */
#define json_auto __attribute__((cleanup(json_free_at))) struct json_object *

/*
 * Parses `length` bytes into a tree, which the caller frees with json_free. FAILURE_INVALID says
 * what is wrong and at which byte.
 */
bool json_parse(const char *text, size_t length, struct json_object **tree, struct failure *why);

/* Whether json_parse would, without building a tree. */
bool json_is_valid(const char *text, size_t length, struct failure *why);

/* Overwrites every string of the tree, then releases it. NULL is fine. */
void json_free(struct json_object *tree);
void json_free_at(struct json_object **tree);

#endif
