#include "ctl/input.h"
#include "ctl/jwk_common.h"
#include "ctl/key_file.h"
#include "ctl/verbs.h"

#include "base/file.h"
#include "mint/admin.h"
#include "mint/import.h"

#include <fcntl.h>
#include <string.h>

#define FILE_LIMIT 1048576

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

static const char *title_of(const char *path)
{
	return is_stdin(path) ? "stdin" : path;
}

/* As whoever runs the tool: the owner of the home may not be allowed to. */
static bool read_file(const char *path, struct buffer *content, struct failure *why)
{
	if (is_stdin(path))
		return input_read(FILE_LIMIT, content, why);
	return file_read(AT_FDCWD, path, FILE_LIMIT, content, NULL, why);
}

static bool recognise(const char *path, const struct buffer *content,
	const struct key_file_form **form, struct failure *why)
{
	*form = key_file_recognise(content);
	return *form != NULL ||
	       fail(why, FAILURE_INVALID,
		       "%s holds nothing that is known here: a JWK or JWK Set, a key or certificate "
		       "as PEM or DER, a PKCS#12 keystore.",
		       title_of(path));
}

static bool import_file(struct call *call, const struct key_file_form *form,
	const struct buffer *content, const char *password, struct failure *why)
{
	const struct import_request request = {
		.name = call_word(call, 1),
		.description = call_option(call, "description"),
		.source_type = form->source_type,
		.use = jwk_common_use(call_option(call, "use")),
		.algorithm = call_option(call, "algorithm"),
	};
	const struct key_file_choice choice = {
		.kid = call_option(call, "kid"),
		.alias = call_option(call, "alias"),
		.password = password,
	};
	const char *file = title_of(call_word(call, 2));
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct project project;
	import_auto import;

	import_init(&import);
	if (!admin_project_find(&call->vault, call_word(call, 0), &project, why))
		return false;
	if (!key_file_read(form, content, &choice, &import, why))
		return fail_within(why, "%s is %s. ", file, form->title);
	if (!import_key(&call->vault, &project, &request, &import, &deployment, why))
		return false;
	if (!call->json)
		say("%s is %s.", file, form->title);
	return jwk_common_finish(call, &deployment, why);
}

bool run_jwk_import(struct call *call, struct failure *why)
{
	const char *path = call_word(call, 2);
	bool has_password = options_has(&call->options, "password-stdin");
	const struct key_file_form *form;
	buffer_auto content = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	if (has_password && is_stdin(path))
		return misused(call, why, "stdin can not be both FILE and the password.");
	return read_file(path, &content, why) && recognise(path, &content, &form, why) &&
	       (!has_password || input_known_password(&password, why)) &&
	       call_open_vault(call, why) &&
	       import_file(call, form, &content, has_password ? password.data : NULL, why);
}
