#include "api/generate_body.h"

#include "api/json_check.h"
#include "jwk/type.h"

#include <string.h>

/* A member that we know. Either `text` or `number` and `storage` say where its value goes. */
struct member {
	const char *name;
	bool is_parameter; /* stands in the object of the key's type, not in the body itself */
	const char **text;
	const int64_t **number;
	int64_t *storage;
};

static bool check_member(
	const struct member *member, struct json_object *value, struct failure *why)
{
	enum json_type wanted = member->text != NULL ? json_type_string : json_type_int;

	return value == NULL || json_check(member->name, value, wanted, why);
}

static void take_member(const struct member *member, struct json_object *value)
{
	if (value == NULL)
		return;
	if (member->text != NULL) {
		*member->text = json_object_get_string(value);
		return;
	}
	*member->storage = json_object_get_int64(value);
	*member->number = member->storage;
}

/* The parameter objects that are there, by type; each checked to be an object of right types. */
static bool find_objects(struct json_object *tree, const struct member *members, size_t count,
	struct json_object *objects[JWK_TYPES], struct failure *why)
{
	for (size_t i = 0; i < JWK_TYPES; i++) {
		const char *name = jwk_type_names[i].object;

		objects[i] = json_object_object_get(tree, name);
		if (objects[i] == NULL)
			continue;
		if (!json_check(name, objects[i], json_type_object, why))
			return false;
		for (size_t j = 0; j < count; j++) {
			const struct member *member = &members[j];
			struct json_object *value =
				json_object_object_get(objects[i], member->name);

			if (member->is_parameter && !check_member(member, value, why))
				return false;
		}
	}
	return true;
}

/* Takes the parameters from the object of the key's type; any other object contradicts it. */
static bool take_parameters(const struct jwk_type_name *type, const struct member *members,
	size_t count, struct json_object *const objects[JWK_TYPES], struct failure *why)
{
	struct json_object *parameters = NULL;

	for (size_t i = 0; i < JWK_TYPES; i++) {
		if (jwk_type_names[i].type == type->type)
			parameters = objects[i];
		else if (objects[i] != NULL)
			return fail(why, FAILURE_INVALID,
				"%s is not allowed for JWK type %s! Its parameters belong into %s.",
				jwk_type_names[i].object, type->name, type->object);
	}
	for (size_t i = 0; parameters != NULL && i < count; i++) {
		struct json_object *value = json_object_object_get(parameters, members[i].name);

		if (members[i].is_parameter)
			take_member(&members[i], value);
	}
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
	const struct member members[] = {
		{.name = "name", .text = &to->name},
		{.name = "description", .text = &to->description},
		{.name = "type", .text = &to->type},
		{.name = "kid", .text = &to->kid},
		{"keySize", true, NULL, &to->size, &body->size},
		{"curveType", true, &to->curve, NULL, NULL},
		{"keyUseType", true, &to->use, NULL, NULL},
		{"algorithm", true, &to->algorithm, NULL, NULL},
		{"keyIdType", true, &to->kid_type, NULL, NULL},
		{"notBeforeTime", true, &to->not_before, NULL, NULL},
		{"expirationTime", true, &to->expiration, NULL, NULL},
		{"passwordSaltLength", true, NULL, &to->password_salt_length,
			&body->password_salt_length},
		{"passwordIterationCount", true, NULL, &to->password_iterations,
			&body->password_iterations},
	};
	const size_t count = sizeof members / sizeof *members;
	struct json_object *objects[JWK_TYPES];

	*body = (struct generate_body){.request = {.name = NULL}};
	for (size_t i = 0; i < count; i++) {
		struct json_object *value = json_object_object_get(tree, members[i].name);

		if (members[i].is_parameter)
			continue;
		if (!check_member(&members[i], value, why))
			return false;
		take_member(&members[i], value);
	}
	if (!find_objects(tree, members, count, objects, why))
		return false;

	const struct jwk_type_name *type = find_type(to->type);

	/* A required member that is missing, or an unknown type, is told first: by the mint. */
	if (to->name == NULL || *to->name == '\0' || type == NULL)
		return true;
	return take_parameters(type, members, count, objects, why);
}
