/*
 * One whole request, answered by a responder with a store.
 *
 * An input is lines NAME=VALUE, the variables that a web server sets (RFC 3875 section 4.1), an
 * empty line, and the body. Without HTTP_AUTHORIZATION it carries a good token, without
 * REQUEST_METHOD it is a GET. After a change the store is put back, so each input meets the same
 * one.
 */
#include "fuzz.h"

#include "../unit/certificate_samples.h"
#include "../unit/keystore_samples.h"
#include "api/dispatch.h"
#include "base/file.h"
#include "base/json.h"
#include "mint/access.h"
#include "mint/throttle.h"
#include "rows.h"
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VARIABLES_MAX 64

#define PUBLIC_KEY                                                                                 \
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7"                     \
	"Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw=="

struct message {
	struct buffer lines[VARIABLES_MAX];
	size_t count;
	struct fuzz_input body;
	const char *authorization;
};

static struct api api;
static struct buffer authorization = BUFFER_INIT;
static struct rows before, after;

/* Nothing outside of this process is asked, whatever URL a request names. */
int getaddrinfo(const char *restrict node, const char *restrict service,
	const struct addrinfo *restrict hints, struct addrinfo **restrict found)
{
	(void)node;
	(void)service;
	(void)hints;
	(void)found;
	return EAI_NONAME;
}

static const char *variable(void *context, const char *name)
{
	const struct message *message = context;
	size_t length = strlen(name);

	for (size_t i = 0; i < message->count; i++) {
		const char *line = message->lines[i].data;

		if (strncmp(line, name, length) == 0 && line[length] == '=')
			return line + length + 1;
	}
	if (strcmp(name, "HTTP_AUTHORIZATION") == 0)
		return message->authorization;
	return strcmp(name, "REQUEST_METHOD") == 0 ? "GET" : NULL;
}

/* In pieces, as networks deliver. */
static bool read_body(void *context, char *bytes, size_t size, size_t *got)
{
	struct message *message = context;
	size_t piece = message->body.left < 1000 ? message->body.left : 1000;

	*got = piece < size ? piece : size;
	if (*got > 0)
		memcpy(bytes, message->body.at, *got);
	message->body.at += *got;
	message->body.left -= *got;
	return true;
}

static void parse(const uint8_t *data, size_t size, struct message *message)
{
	message->body = (struct fuzz_input){(const char *)data, size};
	message->authorization = authorization.data;
	while (message->count < VARIABLES_MAX) {
		struct buffer *line = &message->lines[message->count];

		buffer_init(line);
		fuzz_line(&message->body, line);
		if (line->length == 0)
			return;
		message->count++;
	}
}

static void message_free(struct message *message)
{
	for (size_t i = 0; i < message->count; i++)
		buffer_free(&message->lines[i]);
}

static const char *header(const struct buffer *reply, const char *name)
{
	const char *end = strstr(reply->data, "\r\n\r\n");
	const char *at = strstr(reply->data, name);

	return at != NULL && at < end ? at + strlen(name) : NULL;
}

/* A CGI response (RFC 3875 section 6.3), and JSON where it says so. */
static int check_reply(const struct buffer *reply, bool is_head)
{
	const char *end = strstr(reply->data, "\r\n\r\n");
	const char *length = header(reply, "\r\nContent-Length: ");
	const char *type = header(reply, "\r\nContent-Type: ");
	json_auto tree = NULL;
	struct failure why;

	fuzz_require(strncmp(reply->data, "Status: ", 8) == 0, "no status: %s", reply->data);
	fuzz_require(end != NULL && length != NULL && type != NULL, "no headers: %s", reply->data);
	for (const char *at = reply->data; at < end; at++)
		fuzz_require(*at == '\r' || *at == '\n' || (*at >= ' ' && *at < 127),
			"a header with other than ASCII");

	size_t body = reply->length - (size_t)(end + 4 - reply->data);

	if (is_head)
		fuzz_require(body == 0, "HEAD with a body");
	else
		fuzz_require(strtoul(length, NULL, 10) == body, "another length: %s", reply->data);
	if (body > 0 && strncmp(type, "application/json", 16) == 0)
		fuzz_works(json_parse(end + 4, body, &tree, &why), why);
	return atoi(reply->data + 8);
}

static void put_back(void)
{
	struct failure why;

	rows_restore(api.vault.store, &before, &after);
	fuzz_works(file_remove_tree(AT_FDCWD, api.vault.home.bundle_root, &why), why);
	fuzz_works(
		file_make_directory(AT_FDCWD, api.vault.home.bundle_root, 0711, NULL, &why), why);
}

static int answer(const uint8_t *data, size_t size, bool *is_safe)
{
	struct message message = {.count = 0};
	const struct request_source source = {variable, read_body, &message};
	buffer_auto reply = BUFFER_INIT;
	buffer_auto log = BUFFER_INIT;

	parse(data, size, &message);
	dispatch(&api, &source, &reply, &log);

	const char *method = variable(&message, "REQUEST_METHOD");
	bool is_head = strcmp(method, "HEAD") == 0;
	int status = check_reply(&reply, is_head);

	*is_safe = is_head || strcmp(method, "GET") == 0;
	fuzz_require(status != 500, "our mistake: %s%s", log.data, reply.data);
	message_free(&message);
	return status;
}

/* Appends a text of the samples, in one line. */
static void append_line(struct buffer *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text != '\n')
			buffer_append_byte(out, (uint8_t)*text);
}

static void make(const char *what, const char *media, const struct buffer *body)
{
	buffer_auto request = BUFFER_INIT;
	bool is_safe;

	buffer_printf(&request,
		"REQUEST_METHOD=POST\nREQUEST_URI=/apiops/projects/p/%s\nCONTENT_TYPE=%s\n\n%s",
		what, media, body->data);

	int status = answer((const uint8_t *)request.data, request.length, &is_safe);

	fuzz_require(status == 200, "%s: status %d", what, status);
}

/* What requests ask for: JWK "k", key "key", certificate "cert", keystore "store". */
static void make_things(void)
{
	buffer_auto body = BUFFER_INIT;

	buffer_printf(&body, "{\"name\":\"k\",\"type\":\"EC\",\"ec\":{\"curveType\":\"P256\"}}");
	make("jwks/generate", "application/json", &body);

	buffer_clear(&body);
	buffer_printf(&body,
		"{\"name\":\"key\",\"keyType\":\"EC\",\"cryptoKeyInfoEnvironmentList\":[{"
		"\"environmentName\":\"sealed\",\"publicKey\":\"%s\"}]}",
		PUBLIC_KEY);
	make("keys", "application/json", &body);

	buffer_clear(&body);
	buffer_printf(&body,
		"--B\r\nContent-Disposition: form-data; name=\"certificateName\"\r\n\r\ncert\r\n"
		"--B\r\nContent-Disposition: form-data; name=\"alias\"\r\n\r\nalias\r\n"
		"--B\r\nContent-Disposition: form-data; name=\"environmentList\"\r\n\r\nsealed\r\n"
		"--B\r\nContent-Disposition: form-data; name=\"pemEncodedFile\"; "
		"filename=\"c\"\r\n\r\n%s\r\n--B--\r\n",
		CERTIFICATE_SECP256K1);
	make("certificates", "multipart/form-data; boundary=B", &body);

	buffer_clear(&body);
	buffer_printf(&body, "{\"name\":\"store\",\"keyStoreEnvironmentList\":[{"
			     "\"environmentName\":\"sealed\",\"type\":\"PKCS12\",\"password\":\"\","
			     "\"file\":\"");
	append_line(&body, KEYSTORE_BARE);
	buffer_append_string(&body, "\"}]}");
	make("keystores", "application/json", &body);
}

static void open_responder(void)
{
	struct failure why;

	site_make(&api.vault);
	api.is_open = true;
	buffer_append_string(&authorization, "Bearer ");
	fuzz_works(access_issue(&api.vault, "u", "", TOKEN_NEVER, &authorization, &why), why);
	make_things();
	rows_read(api.vault.store, &before);
}

/* Nobody has failed before: a client that has to wait would never get to what comes behind. */
static void forget_failures(void)
{
	static char path[PATH_MAX + sizeof "/" THROTTLE_FILE];

	snprintf(path, sizeof path, "%s/" THROTTLE_FILE, api.vault.home.database);
	fuzz_require(unlink(path) == 0 || errno == ENOENT, "%s stays", path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_safe;

	if (!api.is_open)
		open_responder();
	forget_failures();

	int status = answer(data, size, &is_safe);

	rows_read(api.vault.store, &after);
	if (rows_equal(&before, &after))
		return 0;

	/* A look at a private half and a refusal of roles leave a record of the audit log. */
	bool is_changed = !rows_equal_but_log(&before, &after);

	fuzz_require(
		!is_changed || status < 400, "refused with %d, and the store is changed", status);
	fuzz_require(!is_changed || !is_safe, "a GET has changed the store");
	put_back();
	return 0;
}
