#include "http/request.h"

#include "base/hex.h"
#include "base/random.h"
#include "base/utf8.h"
#include "http/parameter.h"

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
	hex_encode(bytes, sizeof bytes, request->id);
}

/* Apache hands the header over under the second name after a rewrite. */
const char *request_authorization(const struct request *request)
{
	const char *header = variable(request, "HTTP_AUTHORIZATION");

	if (header == NULL || *header == '\0')
		header = variable(request, "REDIRECT_HTTP_AUTHORIZATION");
	return header;
}

/* RFC 6750 section 2.1. */
static void take_token(struct request *request)
{
	static const char scheme[] = "Bearer";
	const char *header = request_authorization(request);

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

const char *request_content_type(const struct request *request)
{
	const char *type = variable(request, "CONTENT_TYPE");

	return type == NULL ? "" : type;
}

/* Whether the parameters of a media type are well-formed and name no charset but UTF-8. */
static bool charset_is_utf8(const char *parameters)
{
	buffer_auto name = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	while (parameter_next(&parameters, &name, &value)) {
		if (strcasecmp(name.data, "charset") == 0 && strcasecmp(value.data, "utf-8") != 0)
			return false;
	}
	return *parameters == '\0';
}

/* What its parser says about the parameters of a multipart is more useful than a refusal. */
static bool any_parameters(const char *parameters)
{
	(void)parameters;
	return true;
}

static const struct {
	enum media media;
	const char *type;
	const char *wanted;
	bool (*parameters_fit)(const char *parameters);
} media_types[] = {
	{MEDIA_JSON, "application/json", "application/json in UTF-8", charset_is_utf8},
	{MEDIA_FORM, "application/x-www-form-urlencoded",
		"application/x-www-form-urlencoded in UTF-8", charset_is_utf8},
	{MEDIA_MULTIPART, "multipart/form-data", "multipart/form-data", any_parameters},
};
#define MEDIA_TYPES (sizeof media_types / sizeof *media_types)

static bool fail_media(const char *type, unsigned accepted, struct failure *why)
{
	buffer_auto wanted = BUFFER_INIT;

	for (size_t i = 0; i < MEDIA_TYPES; i++) {
		if ((accepted & media_types[i].media) == 0)
			continue;
		buffer_printf(
			&wanted, "%s%s", wanted.length == 0 ? "" : ", or ", media_types[i].wanted);
	}
	return fail(why, FAILURE_MEDIA_TYPE, "Content-Type (%.*s) is not supported! Send %s.",
		UTF8_SHOWN(type), wanted.data);
}

bool request_require_media(
	const struct request *request, unsigned accepted, enum media *media, struct failure *why)
{
	const char *type = request_content_type(request);
	size_t length = strcspn(type, "; \t");

	for (size_t i = 0; i < MEDIA_TYPES; i++) {
		if ((accepted & media_types[i].media) == 0 ||
			length != strlen(media_types[i].type) ||
			strncasecmp(type, media_types[i].type, length) != 0 ||
			!media_types[i].parameters_fit(type + length))
			continue;
		*media = media_types[i].media;
		return true;
	}
	return fail_media(type, accepted, why);
}

static bool fail_too_large(size_t limit, struct failure *why)
{
	return fail(why, FAILURE_TOO_LARGE, "The body is larger than %zu bytes!", limit);
}

/* `*known` is false when the length is not announced. */
static bool announced_length(const struct request *request, size_t limit, size_t *length,
	bool *known, struct failure *why)
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
		if (*length > limit)
			return fail_too_large(limit, why);
	}
	return true;
}

/* How much to ask for: one byte more than was announced shows whether there is more. */
static size_t next_piece(bool known, size_t announced, size_t had)
{
	const size_t most = 65536;
	size_t left = known && had <= announced ? announced - had : most;

	return left < most ? left + 1 : most;
}

bool request_read_body(
	const struct request *request, size_t limit, struct buffer *body, struct failure *why)
{
	const struct request_source *source = request->source;
	size_t announced, got, before = body->length;
	bool known;

	if (!announced_length(request, limit, &announced, &known, why))
		return false;
	do {
		size_t piece = next_piece(known, announced, body->length - before);
		char *end = buffer_reserve(body, piece);

		if (!source->read(source->context, end, piece, &got)) {
			*end = '\0';
			return fail(why, FAILURE_INVALID, "The body could not be read to its end!");
		}
		end[got] = '\0';
		body->length += got;
		if (body->length - before > limit)
			return fail_too_large(limit, why);
	} while (got > 0);
	if (known && body->length - before != announced)
		return fail(why, FAILURE_INVALID,
			"The body has %zu bytes, but Content-Length says %zu!",
			body->length - before, announced);
	return true;
}
