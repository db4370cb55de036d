#include "api/auth.h"

#include "api/limit.h"
#include "base/json_writer.h"
#include "mint/login.h"

#include <string.h>

static bool read_field(
	const struct call *call, const char *name, const char **value, struct failure *why)
{
	if (!form_text(call->form, name, value, why))
		return false;
	return (*value != NULL && **value != '\0') ||
	       fail(why, FAILURE_INVALID, "%s value can not be empty!", name);
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
	const char *user, *password;
	char client[CLIENT_SIZE];
	buffer_auto token = BUFFER_INIT;
	struct json_writer writer;
	struct limits limits;

	if (!check_grant(call, why) || !read_field(call, "client_id", &user, why) ||
		!read_field(call, "client_secret", &password, why) ||
		!api_vault(call->api, &call->vault, why) || !limit_open(call, client, &limits, why))
		return false;

	bool done = login(call->vault, &limits, user, password, &token, why);

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
