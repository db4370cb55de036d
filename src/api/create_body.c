#include "api/create_body.h"

#include "api/body_members.h"
#include "base/utf8.h"

#include <string.h>

/* The name of a source goes by another member for each kind of it. */
struct source_names {
	const char *certificate;
	const char *key;
	const char *keystore;
};

static const char *choose_name(const char *source_type, const struct source_names *names)
{
	const struct {
		const char *source_type;
		const char *name;
	} choices[] = {
		{"CERTIFICATE", names->certificate},
		{"PUBLIC_KEY", names->key},
		{"PRIVATE_KEY", names->key},
		{"KEYSTORE", names->keystore},
	};

	for (size_t i = 0; source_type != NULL && i < sizeof choices / sizeof *choices; i++) {
		if (strcmp(choices[i].source_type, source_type) == 0)
			return choices[i].name;
	}
	return NULL;
}

/* What the route is for where the body says nothing; a contradiction is no default. */
static bool settle_source_type(
	const char *own, const char *other, struct import_request *request, struct failure *why)
{
	const char *given = request->source_type;

	if (own == NULL)
		return true;
	if (given == NULL || given[0] == '\0') {
		request->source_type = own;
		request->private_if_any = other != NULL;
		return true;
	}
	return strcmp(given, own) == 0 || (other != NULL && strcmp(given, other) == 0) ||
	       fail(why, FAILURE_INVALID,
		       "JWK sourceType (%.*s) is not supported here! Valid values: %s%s%s, or leave "
		       "it out.",
		       UTF8_SHOWN(given), own, other == NULL ? "" : ", ",
		       other == NULL ? "" : other);
}

bool create_body_read(struct json_object *tree, const char *own, const char *other,
	struct create_body *body, struct failure *why)
{
	struct import_request *to = &body->request;
	struct source_names names = {.key = NULL};
	const struct body_member members[] = {
		{.name = "name", .text = &to->name},
		{.name = "description", .text = &to->description},
		{.name = "sourceType", .text = &to->source_type},
		{.name = "jwkStr", .text = &to->jwk},
		{.name = "kid", .text = &to->kid},
		{.name = "url", .text = &to->url},
		{"urlOptionConnectTimeout", NULL, &to->connect_timeout, &body->connect_timeout},
		{"urlOptionReadTimeout", NULL, &to->read_timeout, &body->read_timeout},
		{"urlOptionSizeLimit", NULL, &to->size_limit, &body->size_limit},
		{.name = "certificateName", .text = &names.certificate},
		{.name = "keyName", .text = &names.key},
		{.name = "keyStoreName", .text = &names.keystore},
		{.name = "environmentName", .text = &to->environment},
		{.name = "aliasName", .text = &to->alias},
		{.name = "useType", .text = &to->use},
		{.name = "algorithm", .text = &to->algorithm},
	};
	const size_t count = sizeof members / sizeof *members;

	*body = (struct create_body){.request = {.name = NULL}};
	if (!body_members_check(tree, members, count, why))
		return false;
	body_members_take(tree, members, count);
	if (!settle_source_type(own, other, to, why))
		return false;
	to->source_name = choose_name(to->source_type, &names);
	return true;
}
