#include "store/row_set.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void row_set_free(struct row_set *set)
{
	buffer_free(&set->bytes);
	free(set->ends);
	free(set->struck);
	*set = (struct row_set)ROW_SET_INIT;
}

static size_t begin_of(const struct row_set *set, size_t index)
{
	return index == 0 ? 0 : set->ends[index - 1];
}

static int compare(const struct row_set *set, size_t index, const struct buffer *key)
{
	size_t begin = begin_of(set, index);
	size_t length = set->ends[index] - begin;
	size_t common = length < key->length ? length : key->length;
	int order = memcmp(set->bytes.data + begin, key->data, common);

	return order != 0 ? order : (length > key->length) - (length < key->length);
}

void row_set_add(struct row_set *set, const struct buffer *key)
{
	if (set->count > 0 && compare(set, set->count - 1, key) >= 0)
		return;
	set->ends = array_grow(set->ends, set->count, sizeof *set->ends);
	set->struck = array_grow(set->struck, set->count, sizeof *set->struck);
	buffer_append(&set->bytes, key->data, key->length);
	set->ends[set->count] = set->bytes.length;
	set->struck[set->count++] = false;
}

void row_set_strike(struct row_set *set, const struct buffer *key)
{
	size_t first = 0;
	size_t behind = set->count;

	while (first < behind) {
		size_t middle = first + (behind - first) / 2;
		int order = compare(set, middle, key);

		if (order == 0) {
			set->struck[middle] = true;
			return;
		}
		if (order < 0)
			first = middle + 1;
		else
			behind = middle;
	}
}

bool row_set_next(const struct row_set *set, size_t *at, struct buffer *key)
{
	while (*at < set->count && set->struck[*at])
		++*at;
	if (*at == set->count)
		return false;

	size_t begin = begin_of(set, *at);

	buffer_clear(key);
	buffer_append(key, set->bytes.data + begin, set->ends[*at] - begin);
	++*at;
	return true;
}
