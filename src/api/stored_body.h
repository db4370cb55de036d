/*
 * What a client sends of a key, certificate or keystore: JSON or a form, to a request to the mint.
 */
#ifndef JWKMINT_API_STORED_BODY_H
#define JWKMINT_API_STORED_BODY_H

#include "api/call.h"
#include "mint/sources.h"

/* The request and what it points to besides the call's body. */
struct stored_body {
	struct source_request request;
	struct source_part *parts; /* owned */
	struct buffer texts;       /* owned */
};

#define STORED_BODY_INIT                                                                           \
	{                                                                                          \
		.parts = NULL, .texts = BUFFER_INIT                                                \
	}
#define stored_body_auto __attribute__((cleanup(stored_body_free))) struct stored_body
void stored_body_free(struct stored_body *body);

/* FAILURE_INVALID, naming it, when a member has the wrong type. What is missing is told later. */
bool stored_body_read(
	struct call *call, enum source_kind kind, struct stored_body *body, struct failure *why);

/*
 * ?updateReferencedJwks=true&updateScope=SAME_PROJECT of a Key; other kinds have no such thing.
 * Both scopes come to the same, because JWKs refer to keys of their own project.
 */
bool stored_scope_read(const char *query, enum source_kind kind, struct source_request *request,
	struct failure *why);

#endif
