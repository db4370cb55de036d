/*
 * What the answers of several resources have in common.
 */
#ifndef JWKMINT_API_ANSWER_H
#define JWKMINT_API_ANSWER_H

#include "api/call.h"
#include "base/json_writer.h"
#include "deploy/deployment.h"

/* {"success": true, "resultList": [ ... ], "resultCount": N}: every list, and a single thing, which
 * is a list of one. The elements go in between. */
void answer_begin_list(struct json_writer *writer, struct buffer *out);
void answer_end_list(struct json_writer *writer, size_t count);

/* {"success": true, "deploymentResult": {...}}; failures go to the operator's log, too. */
void answer_deployment(struct call *call, const struct deployment *deployment);

/* Location: MOUNT/projects/PROJECT/RESOURCE/NAME/ */
void answer_location(struct call *call, const char *resource, const char *name);

#endif
