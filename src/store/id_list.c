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

bool id_list_contains(const struct id_list *list, const struct id *id)
{
	for (size_t i = 0; i < id_list_count(list); i++) {
		if (memcmp(list->bytes.data + i * ID_SIZE, id->bytes, ID_SIZE) == 0)
			return true;
	}
	return false;
}

void id_list_add(struct id_list *list, const struct id *id)
{
	if (!id_list_contains(list, id))
		buffer_append(&list->bytes, id->bytes, ID_SIZE);
}
