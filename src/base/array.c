#include "base/array.h"

#include <stdbool.h>
#include <stdlib.h>

void *array_grow(void *items, size_t count, size_t size)
{
	bool is_full = (count & (count - 1)) == 0;

	if (!is_full)
		return items;
	items = reallocarray(items, count == 0 ? 1 : 2 * count, size);
	if (items == NULL)
		abort();
	return items;
}
