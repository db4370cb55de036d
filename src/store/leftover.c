#include "store/leftover.h"

#include "base/fault.h"
#include "store/record.h"

#include <stdio.h>

enum field { FIELD_CHANGE = 1, FIELD_ENVIRONMENT, FIELD_DIRECTORY, FIELD_PROJECT };

static void make_key(struct buffer *key, const struct leftover *leftover)
{
	record_key(key, RECORD_LEFTOVER);
	record_key_id(key, &leftover->change);
	record_key_name(key, leftover->environment);
	record_key_name(key, leftover->project);
}

static void encode(struct buffer *value, const struct leftover *leftover)
{
	record_begin(value);
	record_put_bytes(value, FIELD_CHANGE, leftover->change.bytes, ID_SIZE);
	record_put_string(value, FIELD_ENVIRONMENT, leftover->environment);
	record_put_string(value, FIELD_DIRECTORY, leftover->directory);
	record_put_string(value, FIELD_PROJECT, leftover->project);
}

static bool decode(const struct buffer *value, struct leftover *leftover, struct failure *why)
{
	return record_check(value, why) &&
	       record_get_id(value, FIELD_CHANGE, &leftover->change, why) &&
	       record_get_string(value, FIELD_ENVIRONMENT, leftover->environment,
		       sizeof leftover->environment, why) &&
	       record_get_string(value, FIELD_DIRECTORY, leftover->directory,
		       sizeof leftover->directory, why) &&
	       record_get_string(
		       value, FIELD_PROJECT, leftover->project, sizeof leftover->project, why);
}

bool leftover_note(struct transaction *transaction, const struct id *change,
	const struct environment *environment, const char *project_name, struct failure *why)
{
	struct leftover leftover = {.change = *change};
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	snprintf(leftover.environment, sizeof leftover.environment, "%s", environment->name);
	snprintf(leftover.directory, sizeof leftover.directory, "%s", environment->directory);
	snprintf(leftover.project, sizeof leftover.project, "%s",
		project_name == NULL ? "" : project_name);
	make_key(&key, &leftover);
	encode(&value, &leftover);
	return store_put(transaction, &key, &value, why) && fault_point("leftover.noted", why);
}

bool leftover_forget(
	struct transaction *transaction, const struct leftover *leftover, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;

	make_key(&key, leftover);
	return fault_point("leftover.before-forgetting", why) &&
	       store_delete(transaction, &key, NULL, why);
}

struct each {
	leftover_visit visit;
	void *context;
};

static bool each_row(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	const struct each *each = context;
	struct leftover leftover;

	(void)key;
	(void)more;
	return decode(value, &leftover, why) && each->visit(&leftover, each->context, why);
}

bool leftover_each(
	struct transaction *transaction, leftover_visit visit, void *context, struct failure *why)
{
	buffer_auto prefix = BUFFER_INIT;
	struct each each = {visit, context};

	record_key(&prefix, RECORD_LEFTOVER);
	return store_scan(transaction, &prefix, NULL, each_row, &each, why);
}
