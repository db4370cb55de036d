#include "api/auth.h"

#include "api/audit.h"
#include "api/limit.h"
#include "base/json_writer.h"
#include "http/basic.h"
#include "mint/login.h"
#include "mint/settings.h"

#include <string.h>

/* Both owned. */
struct credentials {
	struct buffer user;
	struct buffer password;
};

#define CREDENTIALS_INIT                                                                           \
	{                                                                                          \
		BUFFER_INIT, BUFFER_INIT                                                           \
	}
#define credentials_auto __attribute__((cleanup(credentials_free))) struct credentials

static void credentials_free(struct credentials *credentials)
{
	buffer_free(&credentials->user);
	buffer_free(&credentials->password);
}

static bool read_field(
	const struct call *call, const char *name, struct buffer *value, struct failure *why)
{
	const char *text;

	if (!form_text(call->form, name, &text, why))
		return false;
	if (text == NULL || *text == '\0')
		return fail(why, FAILURE_INVALID, "%s value can not be empty!", name);
	buffer_append_string(value, text);
	return true;
}

/* RFC 6749 section 2.3.1: in the header or in the form, but not the secret in both. */
static bool read_credentials(
	const struct call *call, struct credentials *credentials, struct failure *why)
{
	bool has_header;

	if (!basic_read(request_authorization(call->request), &credentials->user,
		    &credentials->password, &has_header, why))
		return false;
	if (!has_header)
		return read_field(call, "client_id", &credentials->user, why) &&
		       read_field(call, "client_secret", &credentials->password, why);
	return form_value(call->form, "client_secret") == NULL ||
	       fail(why, FAILURE_INVALID,
		       "client_secret is given twice: in the form and in the Authorization header!");
}

static bool check_grant(const struct call *call, struct failure *why)
{
	const char *grant;

	if (!form_text(call->form, "grant_type", &grant, why))
		return false;
	return (grant != NULL && strcmp(grant, "client_credentials") == 0) ||
	       fail(why, FAILURE_GRANT, "GrantType value must be client_credentials!");
}

bool auth_token(struct call *call, struct failure *why)
{
	credentials_auto credentials = CREDENTIALS_INIT;
	char client[CLIENT_SIZE];
	buffer_auto proxies = BUFFER_INIT;
	buffer_auto token = BUFFER_INIT;
	struct json_writer writer;
	struct limits limits;

	if (!check_grant(call, why) || !read_credentials(call, &credentials, why) ||
		!api_vault(call->api, &call->vault, why) ||
		!settings_get(call->vault, "trusted-proxies", &proxies, why) ||
		!limit_open(call, client, &limits, why))
		return false;
	audit_set_actor(call, NULL, &proxies);

	bool done = login(call->vault, &limits, credentials.user.data, credentials.password.data,
		&token, why);

	limit_close(call, &limits);
	if (!done)
		return false;
	json_writer_init(&writer, &call->response->body);
	json_put_object(&writer, NULL);
	json_put_string(&writer, "access_token", token.data);
	json_put_string(&writer, "token_type", "Bearer");
	json_put_integer(&writer, "expires_in", LOGIN_TOKEN_SECONDS);
	json_put_end(&writer);
	return true;
}
