#include "store/row_parts.h"

#include <string.h>

struct row_parts row_parts_of(const struct buffer *key)
{
	return (struct row_parts){key, 1, true};
}

void row_parts_take(struct row_parts *parts, void *bytes, size_t length)
{
	parts->whole = parts->whole && parts->key->length - parts->at >= length;
	if (!parts->whole)
		return;
	memcpy(bytes, parts->key->data + parts->at, length);
	parts->at += length;
}

void row_parts_take_id(struct row_parts *parts, struct id *id)
{
	row_parts_take(parts, id->bytes, sizeof id->bytes);
}

void row_parts_take_name(struct row_parts *parts, char *name, size_t size)
{
	size_t left = parts->key->length - parts->at;
	size_t length = strnlen(parts->key->data + parts->at, left);

	parts->whole = parts->whole && length < left && length < size;
	if (parts->whole)
		row_parts_take(parts, name, length + 1);
}

bool row_parts_end(const struct row_parts *parts, struct failure *why)
{
	if (parts->whole && parts->at == parts->key->length)
		return true;
	return fail(why, FAILURE_INTERNAL,
		"A row of kind '%c' has a key of %zu bytes that is none. Restore a backup.",
		parts->key->data[0], parts->key->length);
}
