#include "http/request.h"

#include "base/random.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ID_RANDOM_BYTES 16

void request_free(struct request *request)
{
	path_free(&request->path);
	buffer_free(&request->token);
}

static const char *variable(const struct request *request, const char *name)
{
	return request->source->variable(request->source->context, name);
}

static bool is_request_id(const char *text)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t length = strlen(text);

	return length > 0 && length < REQUEST_ID_SIZE && strspn(text, allowed) == length;
}

static void take_id(struct request *request)
{
	const char *given = variable(request, "HTTP_X_REQUEST_ID");
	uint8_t bytes[ID_RANDOM_BYTES];

	if (given != NULL && is_request_id(given)) {
		memcpy(request->id, given, strlen(given) + 1);
		return;
	}
	random_bytes(bytes, sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(request->id + 2 * i, 3, "%02x", bytes[i]);
}

/* RFC 6750 section 2.1. Apache hands the header over under the second name after a rewrite. */
static void take_token(struct request *request)
{
	static const char scheme[] = "Bearer";
	const char *header = variable(request, "HTTP_AUTHORIZATION");

	if (header == NULL || *header == '\0')
		header = variable(request, "REDIRECT_HTTP_AUTHORIZATION");
	if (header == NULL || strncasecmp(header, scheme, sizeof scheme - 1) != 0)
		return;
	header += sizeof scheme - 1;

	size_t spaces = strspn(header, " ");
	size_t length = strlen(header);

	while (length > spaces && header[length - 1] == ' ')
		length--;
	if (spaces > 0)
		buffer_append(&request->token, header + spaces, length - spaces);
}

bool request_read(struct request *request, const struct request_source *source, struct failure *why)
{
	request->source = source;
	request->method = method_find(variable(request, "REQUEST_METHOD"));
	take_id(request);
	take_token(request);
	request->if_match = variable(request, "HTTP_IF_MATCH");
	request->if_none_match = variable(request, "HTTP_IF_NONE_MATCH");

	const char *query = variable(request, "QUERY_STRING");

	if (query != NULL)
		request->query = query;
	return path_find(&request->path, variable(request, "REQUEST_URI"),
		variable(request, "SCRIPT_NAME"), variable(request, "PATH_INFO"), why);
}

const char *request_location_name(const struct request *request)
{
	static const char apache[] = "Apache";
	const char *server = variable(request, "SERVER_SOFTWARE");

	if (server != NULL && strncmp(server, apache, sizeof apache - 1) == 0)
		return "X-Jwkmint-Location";
	return "Location";
}

static size_t skip_space(const char *text)
{
	return strspn(text, " \t");
}

/* Whether the parameters of a media type (RFC 9110 section 5.6.6) name no charset but UTF-8. */
static bool charset_is_utf8(const char *parameters)
{
	static const char name[] = "charset=";

	while (*parameters == ';') {
		parameters++;
		parameters += skip_space(parameters);

		size_t length = strcspn(parameters, ";");

		if (strncasecmp(parameters, name, sizeof name - 1) == 0) {
			const char *value = parameters + sizeof name - 1;
			size_t size = length - (sizeof name - 1);

			while (size > 0 && skip_space(value + size - 1) > 0)
				size--;
			bool plain = size == 5 && strncasecmp(value, "utf-8", 5) == 0;

			if (!plain && !(size == 7 && strncasecmp(value, "\"utf-8\"", 7) == 0))
				return false;
		}
		parameters += length;
	}
	return true;
}

bool request_require_json(const struct request *request, struct failure *why)
{
	static const char json[] = "application/json";
	const char *type = variable(request, "CONTENT_TYPE");

	if (type != NULL && strncasecmp(type, json, sizeof json - 1) == 0) {
		const char *rest = type + sizeof json - 1;

		rest += skip_space(rest);
		if ((*rest == '\0' || *rest == ';') && charset_is_utf8(rest))
			return true;
	}
	if (type == NULL)
		type = "";
	return fail(why, FAILURE_MEDIA_TYPE,
		"Content-Type (%.*s) is not supported! Send application/json in UTF-8.",
		UTF8_SHOWN(type));
}

static bool fail_too_large(struct failure *why)
{
	return fail(
		why, FAILURE_TOO_LARGE, "The body is larger than %d bytes!", REQUEST_BODY_LIMIT);
}

/* `*known` is false when the length is not announced. */
static bool announced_length(
	const struct request *request, size_t *length, bool *known, struct failure *why)
{
	const char *text = variable(request, "CONTENT_LENGTH");

	*known = text != NULL && *text != '\0';
	*length = 0;
	if (!*known)
		return true;
	if (text[strspn(text, "0123456789")] != '\0')
		return fail(why, FAILURE_INVALID, "Content-Length (%.64s) is not a number!", text);
	for (; *text != '\0'; text++) {
		*length = *length * 10 + (size_t)(*text - '0');
		if (*length > REQUEST_BODY_LIMIT)
			return fail_too_large(why);
	}
	return true;
}

bool request_read_body(const struct request *request, struct buffer *body, struct failure *why)
{
	const struct request_source *source = request->source;
	size_t announced, got, before = body->length;
	bool known;

	if (!announced_length(request, &announced, &known, why))
		return false;
	do {
		const size_t piece = 65536;
		char *end = buffer_reserve(body, piece);

		if (!source->read(source->context, end, piece, &got)) {
			*end = '\0';
			return fail(why, FAILURE_INVALID, "The body could not be read to its end!");
		}
		end[got] = '\0';
		body->length += got;
		if (body->length - before > REQUEST_BODY_LIMIT)
			return fail_too_large(why);
	} while (got > 0);
	if (known && body->length - before != announced)
		return fail(why, FAILURE_INVALID,
			"The body has %zu bytes, but Content-Length says %zu!",
			body->length - before, announced);
	return true;
}
