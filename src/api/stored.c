#include "api/stored.h"

#include "api/answer.h"
#include "api/audit.h"
#include "api/paging.h"
#include "api/stored_body.h"
#include "api/stored_view.h"
#include "mint/source_export.h"

#include <string.h>

#define RESOURCE_SEGMENT 2 /* projects/{project}/RESOURCE/... */

/* The route table leads only paths of the three kinds here. */
static enum source_kind kind_of(const struct call *call)
{
	const char *resource = path_segment(&call->request->path, RESOURCE_SEGMENT);
	enum source_kind kind = SOURCE_KEY;

	while (kind < SOURCE_KINDS - 1 && strcmp(source_words[kind].path, resource) != 0)
		kind++;
	return kind;
}

bool stored_list(struct call *call, struct failure *why)
{
	source_list_auto list = SOURCE_LIST_INIT;
	struct json_writer writer;
	struct paging paging;

	if (!paging_read(call->request->query, &paging, why) ||
		!sources_list(call->vault, call->project, kind_of(call), &paging.page, &list, why))
		return false;
	answer_begin_list(&writer, &call->response->body);
	for (size_t i = 0; i < list.count; i++) {
		if (!stored_view_write(&writer, NULL, &list.sources[i], why))
			return false;
	}
	paging_end_list(
		&writer, &paging, list.count, list.more ? list.sources[list.count - 1].name : NULL);
	return true;
}

bool stored_get(struct call *call, struct failure *why)
{
	source_record_auto source = SOURCE_RECORD_INIT;
	struct look look = audit_look(call);
	enum source_kind kind = kind_of(call);
	struct json_writer writer;

	if (!sources_get(call->vault, call->project, kind, call->captures[1], &look, &source, why))
		return false;
	audit_log_look(call, &look, source_words[kind].title, source.name);
	if (answer_is_known(call, &source.id, source.revision))
		return true;
	answer_begin_list(&writer, &call->response->body);
	if (!stored_view_write(&writer, call->vault, &source, why))
		return false;
	answer_end_list(&writer, 1);
	return true;
}

bool stored_create(struct call *call, struct failure *why)
{
	enum source_kind kind = kind_of(call);
	deployment_auto deployment = DEPLOYMENT_INIT;
	stored_body_auto body = STORED_BODY_INIT;

	if (!stored_body_read(call, kind, &body, why) ||
		!sources_add(call->vault, call->project, kind, &body.request, &deployment, why))
		return false;
	answer_location(call, source_words[kind].path, body.request.name);
	answer_deployment(call, &deployment);
	return true;
}

bool stored_update(struct call *call, struct failure *why)
{
	enum source_kind kind = kind_of(call);
	const char *name = call->captures[1];
	deployment_auto deployment = DEPLOYMENT_INIT;
	stored_body_auto body = STORED_BODY_INIT;
	buffer_auto tag = BUFFER_INIT;

	if (!stored_body_read(call, kind, &body, why) ||
		!stored_scope_read(call->request->query, kind, &body.request, why))
		return false;
	body.request.if_match = call->request->if_match;
	if (!sources_change(
		    call->vault, call->project, kind, name, &body.request, &deployment, &tag, why))
		return false;
	response_header(call->response, "ETag", tag.data);
	answer_location(call, source_words[kind].path,
		body.request.name == NULL ? name : body.request.name);
	answer_deployment(call, &deployment);
	return true;
}

bool stored_delete(struct call *call, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;

	if (!sources_remove(call->vault, call->project, kind_of(call), call->captures[1],
		    call->request->if_match, &deployment, why))
		return false;
	answer_deployment(call, &deployment);
	return true;
}

/* RFC 6266: a plain file name for everyone, and in UTF-8 (RFC 8187) what it is really called. */
static void put_file_name(struct call *call, const char *name)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	name_append_file(&file, name);
	buffer_append_string(&value, "attachment; filename=\"certificate.zip\"; filename*=UTF-8''");
	name_append_segment(&value, file.data);
	buffer_append_string(&value, ".zip");
	response_header(call->response, "Content-Disposition", value.data);
}

bool stored_export(struct call *call, struct failure *why)
{
	source_record_auto source = SOURCE_RECORD_INIT;

	if (!sources_get(call->vault, call->project, SOURCE_CERTIFICATE, call->captures[1], NULL,
		    &source, why) ||
		!source_export(&source, &call->response->body, why))
		return false;
	put_file_name(call, source.name);
	call->response->content_type = RESPONSE_ZIP;
	return true;
}
