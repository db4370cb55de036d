#include "api/body_members.h"

#include "api/json_check.h"

bool body_members_check(struct json_object *object, const struct body_member *members, size_t count,
	struct failure *why)
{
	for (size_t i = 0; i < count; i++) {
		const struct body_member *member = &members[i];
		struct json_object *value = json_object_object_get(object, member->name);
		enum json_type wanted = member->text != NULL ? json_type_string : json_type_int;

		if (value != NULL && !json_check(member->name, value, wanted, why))
			return false;
	}
	return true;
}

void body_members_take(struct json_object *object, const struct body_member *members, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct body_member *member = &members[i];
		struct json_object *value = json_object_object_get(object, member->name);

		if (value == NULL)
			continue;
		if (member->text != NULL) {
			*member->text = json_object_get_string(value);
			continue;
		}
		*member->storage = json_object_get_int64(value);
		*member->number = member->storage;
	}
}
