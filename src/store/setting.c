#include "store/setting.h"

#include "store/record.h"

enum field { FIELD_VALUES = 1 };

static void make_key(struct buffer *key, const char *name)
{
	record_key(key, RECORD_SETTING);
	record_key_name(key, name);
}

bool setting_get(struct transaction *transaction, const char *name, struct buffer *values,
	struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto row = BUFFER_INIT;
	const uint8_t *bytes;
	size_t length;
	bool found;

	buffer_clear(values);
	make_key(&key, name);
	if (!store_get(transaction, &key, &row, &found, why))
		return false;
	if (!found)
		return true;
	if (!record_check(&row, why))
		return false;
	record_get_bytes(&row, FIELD_VALUES, &bytes, &length);
	if (length > 0 && bytes[length - 1] != '\0')
		return fail(why, FAILURE_INTERNAL,
			"A row of the store is damaged: the values of the setting '%s' do not end. "
			"Restore a backup.",
			name);
	buffer_append(values, bytes, length);
	return true;
}

bool setting_put(struct transaction *transaction, const char *name, const struct buffer *values,
	struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	buffer_auto row = BUFFER_INIT;

	make_key(&key, name);
	if (values->length == 0)
		return store_delete(transaction, &key, NULL, why);
	record_begin(&row);
	record_put_bytes(&row, FIELD_VALUES, values->data, values->length);
	return store_put(transaction, &key, &row, why);
}
