#include "store/id_list.h"

#include <string.h>

void id_list_free(struct id_list *list)
{
	buffer_free(&list->bytes);
}

void id_list_copy(struct id_list *to, const struct id_list *from)
{
	buffer_clear(&to->bytes);
	buffer_append(&to->bytes, from->bytes.data, from->bytes.length);
}

size_t id_list_count(const struct id_list *list)
{
	return list->bytes.length / ID_SIZE;
}

struct id id_list_get(const struct id_list *list, size_t index)
{
	struct id id;

	memcpy(id.bytes, list->bytes.data + index * ID_SIZE, ID_SIZE);
	return id;
}

/* The place of an id; the count when it is not there. */
static size_t find(const struct id_list *list, const struct id *id)
{
	size_t index = 0;

	while (index < id_list_count(list) &&
		memcmp(list->bytes.data + index * ID_SIZE, id->bytes, ID_SIZE) != 0)
		index++;
	return index;
}

bool id_list_contains(const struct id_list *list, const struct id *id)
{
	return find(list, id) < id_list_count(list);
}

void id_list_add(struct id_list *list, const struct id *id)
{
	if (!id_list_contains(list, id))
		buffer_append(&list->bytes, id->bytes, ID_SIZE);
}

void id_list_remove(struct id_list *list, const struct id *id)
{
	size_t last = id_list_count(list);
	size_t index = find(list, id);

	if (index == last)
		return;
	memmove(list->bytes.data + index * ID_SIZE, list->bytes.data + (index + 1) * ID_SIZE,
		(last - index - 1) * ID_SIZE);
	buffer_truncate(&list->bytes, (last - 1) * ID_SIZE);
}
