#include "api/openapi.h"

/* The build makes these lists of numbers from the files in doc/. */
const unsigned char openapi_yaml_text[] = {
#include "doc/openapi.yaml.inc"
};
const size_t openapi_yaml_length = sizeof openapi_yaml_text;

const unsigned char openapi_json_text[] = {
#include "doc/openapi.json.inc"
};
const size_t openapi_json_length = sizeof openapi_json_text;

bool openapi_yaml(struct call *call, struct failure *why)
{
	(void)why;
	call->response->content_type = RESPONSE_YAML;
	buffer_append(&call->response->body, openapi_yaml_text, openapi_yaml_length);
	return true;
}

bool openapi_json(struct call *call, struct failure *why)
{
	(void)why;
	buffer_append(&call->response->body, openapi_json_text, openapi_json_length);
	return true;
}
