/*
 * The OpenAPI document of these routes, as it is in doc/: built into the program, so that a client
 * reads what this version does.
 */
#ifndef JWKMINT_API_OPENAPI_H
#define JWKMINT_API_OPENAPI_H

#include "api/call.h"

/* doc/openapi.yaml and what scripts/openapi-json made of it; constants, not ended by a NUL. */
extern const unsigned char openapi_yaml_text[];
extern const size_t openapi_yaml_length;
extern const unsigned char openapi_json_text[];
extern const size_t openapi_json_length;

bool openapi_yaml(struct call *call, struct failure *why);
bool openapi_json(struct call *call, struct failure *why);

#endif
