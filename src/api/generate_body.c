#include "api/generate_body.h"

#include "api/body_members.h"
#include "api/json_check.h"
#include "jwk/type.h"

#include <string.h>

/* The members of the object of a key's type. */
struct parameters {
	const struct body_member *members;
	size_t count;
	struct json_object *objects[JWK_TYPES]; /* those that are there */
};

/* The parameter objects that are there, by type; each checked to be an object of right types. */
static bool find_objects(
	struct json_object *tree, struct parameters *parameters, struct failure *why)
{
	for (size_t i = 0; i < JWK_TYPES; i++) {
		const char *name = jwk_type_names[i].object;
		struct json_object *object = json_object_object_get(tree, name);

		parameters->objects[i] = object;
		if (object == NULL)
			continue;
		if (!json_check(name, object, json_type_object, why) ||
			!body_members_check(object, parameters->members, parameters->count, why))
			return false;
	}
	return true;
}

/* Takes the parameters from the object of the key's type; any other object contradicts it. */
static bool take_parameters(
	const struct jwk_type_name *type, const struct parameters *parameters, struct failure *why)
{
	struct json_object *own = NULL;

	for (size_t i = 0; i < JWK_TYPES; i++) {
		if (jwk_type_names[i].type == type->type)
			own = parameters->objects[i];
		else if (parameters->objects[i] != NULL)
			return fail(why, FAILURE_INVALID,
				"%s is not allowed for JWK type %s! Its parameters belong into %s.",
				jwk_type_names[i].object, type->name, type->object);
	}
	if (own != NULL)
		body_members_take(own, parameters->members, parameters->count);
	return true;
}

static const struct jwk_type_name *find_type(const char *name)
{
	for (size_t i = 0; name != NULL && i < JWK_TYPES; i++) {
		if (strcmp(jwk_type_names[i].name, name) == 0)
			return &jwk_type_names[i];
	}
	return NULL;
}

bool generate_body_read(struct json_object *tree, struct generate_body *body, struct failure *why)
{
	struct generate_request *to = &body->request;
	const struct body_member members[] = {
		{.name = "name", .text = &to->name},
		{.name = "description", .text = &to->description},
		{.name = "type", .text = &to->type},
		{.name = "kid", .text = &to->kid},
	};
	const struct body_member typed[] = {
		{"keySize", NULL, &to->size, &body->size},
		{.name = "curveType", .text = &to->curve},
		{.name = "keyUseType", .text = &to->use},
		{.name = "algorithm", .text = &to->algorithm},
		{.name = "keyIdType", .text = &to->kid_type},
		{.name = "notBeforeTime", .text = &to->not_before},
		{.name = "expirationTime", .text = &to->expiration},
		{"passwordSaltLength", NULL, &to->password_salt_length,
			&body->password_salt_length},
		{"passwordIterationCount", NULL, &to->password_iterations,
			&body->password_iterations},
	};
	const size_t count = sizeof members / sizeof *members;
	struct parameters parameters = {.members = typed, .count = sizeof typed / sizeof *typed};
	const struct jwk_type_name *type;

	*body = (struct generate_body){.request = {.name = NULL}};
	if (!body_members_check(tree, members, count, why))
		return false;
	body_members_take(tree, members, count);
	if (!find_objects(tree, &parameters, why))
		return false;
	type = find_type(to->type);
	/* A required member that is missing, or an unknown type, is told first: by the mint. */
	if (to->name == NULL || *to->name == '\0' || type == NULL)
		return true;
	return take_parameters(type, &parameters, why);
}
