#include "http/response.h"

#include "base/json_writer.h"
#include "base/utf8.h"

#include <string.h>

/* What each kind of failure is in HTTP. */
static const struct answer {
	int status;
	const char *code;
	const char *header; /* NULL: none */
	const char *value;
} answers[] = {
	[FAILURE_INVALID] = {400, "bad_request", NULL, NULL},
	[FAILURE_CONFLICT] = {400, "bad_request", NULL, NULL},
	[FAILURE_UNAUTHENTICATED] = {401, "unauthorized_client", "WWW-Authenticate", "Bearer"},
	[FAILURE_REFUSED] = {403, "forbidden", NULL, NULL},
	[FAILURE_NOT_FOUND] = {404, "not_found", NULL, NULL},
	[FAILURE_METHOD] = {405, "method_not_allowed", NULL, NULL},
	[FAILURE_STALE] = {412, "precondition_failed", NULL, NULL},
	[FAILURE_TOO_LARGE] = {413, "payload_too_large", NULL, NULL},
	[FAILURE_MEDIA_TYPE] = {415, "unsupported_media_type", NULL, NULL},
	[FAILURE_GRANT] = {400, "unsupported_grant_type", NULL, NULL},
	[FAILURE_LIMITED] = {429, "rate_limit_exceeded", NULL, NULL},
	[FAILURE_BUSY] = {503, "service_unavailable", "Retry-After", "1"},
	[FAILURE_INTERNAL] = {500, "internal_error", NULL, NULL},
};

static const struct {
	int status;
	const char *phrase;
} phrases[] = {
	{200, "OK"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"},
	{415, "Unsupported Media Type"},
	{429, "Too Many Requests"},
	{500, "Internal Server Error"},
	{503, "Service Unavailable"},
};

static const char *phrase_of(int status)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
		if (phrases[i].status == status)
			return phrases[i].phrase;
	}
	return "";
}

void response_free(struct response *response)
{
	buffer_free(&response->headers);
	buffer_free(&response->body);
	buffer_free(&response->log);
}

void response_header(struct response *response, const char *name, const char *value)
{
	buffer_append_string(&response->headers, name);
	buffer_append_string(&response->headers, ": ");
	for (; *value != '\0'; value++) {
		unsigned char byte = (unsigned char)*value;

		if (byte >= 0x20 && byte < 0x7F)
			buffer_append_byte(&response->headers, byte);
		else
			buffer_printf(&response->headers, "%%%02X", byte);
	}
	buffer_append_string(&response->headers, "\r\n");
}

static void append_valid_utf8(struct buffer *out, const char *text)
{
	size_t length = strlen(text);
	uint32_t character;

	while (length > 0) {
		size_t size = utf8_next(text, length, &character);

		if (size == 0)
			buffer_append_string(out, "\xEF\xBF\xBD");
		else
			buffer_append(out, text, size);
		text += size == 0 ? 1 : size;
		length -= size == 0 ? 1 : size;
	}
}

void response_fail(struct response *response, const char *request_id, const struct failure *why)
{
	const struct answer *answer = &answers[why->kind];
	const char *text = why->text;
	struct json_writer writer;

	if (why->kind == FAILURE_INTERNAL) {
		response_log(response, request_id, why->text);
		text = "An unexpected error occurred";
	}
	response->status = answer->status;
	response->content_type = RESPONSE_JSON;
	buffer_clear(&response->headers);
	buffer_clear(&response->body);
	if (answer->header != NULL)
		response_header(response, answer->header, answer->value);
	if (why->kind == FAILURE_LIMITED)
		buffer_printf(&response->headers, "Retry-After: %u\r\n", why->retry_after);
	json_writer_init(&writer, &response->body);
	json_put_object(&writer, NULL);
	json_put_string(&writer, "error", answer->code);
	json_put_string(&writer, "error_description", text);
	if (why->kind == FAILURE_LIMITED)
		json_put_integer(&writer, "retry_after", why->retry_after);
	json_put_end(&writer);
}

void response_log(struct response *response, const char *request_id, const char *text)
{
	buffer_printf(&response->log, "jwkmint: request %s: ", request_id);

	size_t start = response->log.length;

	append_valid_utf8(&response->log, text);
	for (size_t i = start; i < response->log.length; i++) {
		unsigned char byte = (unsigned char)response->log.data[i];

		if (byte < 0x20 || byte == 0x7F)
			response->log.data[i] = '?';
	}
	buffer_append_byte(&response->log, '\n');
}

void response_render(
	const struct response *response, const char *request_id, bool with_body, struct buffer *out)
{
	buffer_reserve(out, 512 + response->headers.length + response->body.length);
	buffer_append_string(out, "Status: ");
	buffer_append_number(out, response->status);
	buffer_append_byte(out, ' ');
	buffer_append_string(out, phrase_of(response->status));
	buffer_append_string(out, "\r\n");
	/* Those of a 304 would tell of the answer that it stands for (RFC 9110 section 15.4.5). */
	if (response->status != 304) {
		buffer_append_string(out, "Content-Type: ");
		buffer_append_string(out, response->content_type);
		buffer_append_string(out, "\r\nContent-Length: ");
		buffer_append_number(out, (int64_t)response->body.length);
		buffer_append_string(out, "\r\n");
	}
	buffer_append_string(out, "Cache-Control: no-store\r\n");
	buffer_append_string(out, "X-Content-Type-Options: nosniff\r\n");
	buffer_append_string(out, "X-Request-Id: ");
	buffer_append_string(out, request_id);
	buffer_append_string(out, "\r\n");
	buffer_append(out, response->headers.data, response->headers.length);
	buffer_append_string(out, "\r\n");
	if (with_body)
		buffer_append(out, response->body.data, response->body.length);
}
