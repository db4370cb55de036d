#include "store/row_list.h"

#include "store/record.h"

void row_list_free(struct row_list *list)
{
	buffer_free(&list->keys);
	list->count = 0;
}

void row_list_add(struct row_list *list, const struct buffer *key)
{
	record_key_u32(&list->keys, (uint32_t)key->length);
	buffer_append(&list->keys, key->data, key->length);
	list->count++;
}

bool row_list_collect(const struct buffer *key, const struct buffer *value, bool *more,
	void *context, struct failure *why)
{
	(void)value;
	(void)more;
	(void)why;
	row_list_add(context, key);
	return true;
}

bool row_list_delete(
	struct transaction *transaction, const struct row_list *list, struct failure *why)
{
	buffer_auto key = BUFFER_INIT;
	const uint8_t *at = (const uint8_t *)list->keys.data;

	for (size_t i = 0; i < list->count; i++) {
		size_t length =
			(size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];

		buffer_clear(&key);
		buffer_append(&key, at + 4, length);
		at += 4 + length;
		if (!store_delete(transaction, &key, NULL, why))
			return false;
	}
	return true;
}
