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

/* A text that is empty, and a time that never comes (INT64_MAX), are null. */
void answer_put_text(struct json_writer *writer, const char *name, const char *text);
void answer_put_time(struct json_writer *writer, const char *name, int64_t seconds);

/*
 * Sends the ETag of what is shown. True: the client has this state already (If-None-Match), the
 * answer is 304 and complete.
 */
bool answer_is_known(struct call *call, const struct id *id, uint64_t revision);

/* {"success": true, "deploymentResult": {...}}; failures go to the operator's log, too. */
void answer_deployment(struct call *call, const struct deployment *deployment);

/* Location: MOUNT/projects/PROJECT/RESOURCE/NAME/ */
void answer_location(struct call *call, const char *resource, const char *name);

#endif
