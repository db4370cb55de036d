#include "api/json_check.h"

#include "base/utf8.h"

static const char *const descriptions[] = {
	[json_type_null] = "null",
	[json_type_boolean] = "a boolean",
	[json_type_double] = "a number with a fraction or an exponent",
	[json_type_int] = "a whole number",
	[json_type_object] = "an object",
	[json_type_array] = "an array",
	[json_type_string] = "a string",
};

bool json_check(
	const char *name, struct json_object *value, enum json_type wanted, struct failure *why)
{
	enum json_type type = json_object_get_type(value);

	const char *text;

	if (type == wanted)
		return true;
	if (type == json_type_null || type == json_type_object || type == json_type_array)
		return fail(why, FAILURE_INVALID, "%s is %s, but it must be %s!", name,
			descriptions[type], descriptions[wanted]);
	text = json_object_get_string(value);
	return fail(why, FAILURE_INVALID, "%s (%.*s) is %s, but it must be %s!", name,
		UTF8_SHOWN(text), descriptions[type], descriptions[wanted]);
}

bool json_text(struct json_object *object, const char *name, const char **text, struct failure *why)
{
	struct json_object *value = json_object_object_get(object, name);

	*text = NULL;
	if (value == NULL)
		return true;
	if (!json_check(name, value, json_type_string, why))
		return false;
	*text = json_object_get_string(value);
	return true;
}
