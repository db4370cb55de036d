#include "store/inspect_batch.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* Some 40,000 keys of an elliptic curve. */
#define MOST_BYTES (16 * 1024 * 1024)

/* The buffer doubles: what comes last into a batch must not make it twice as large. */
#define ROOM_FOR_LAST (256 * 1024)

void inspect_batch_clear(struct inspect_batch *batch)
{
	buffer_clear(&batch->bytes);
	free(batch->places);
	batch->places = NULL;
	batch->count = 0;
}

void inspect_batch_free(struct inspect_batch *batch)
{
	inspect_batch_clear(batch);
	buffer_free(&batch->bytes);
}

static void add_place(struct inspect_batch *batch, const struct inspect_place *place)
{
	batch->places = array_grow(batch->places, batch->count, sizeof *batch->places);
	batch->places[batch->count++] = *place;
}

void inspect_batch_add(
	struct inspect_batch *batch, const struct buffer *key, const struct buffer *value)
{
	const struct inspect_place place = {batch->bytes.length, key->length, value->length};

	buffer_append(&batch->bytes, key->data, key->length);
	buffer_append(&batch->bytes, value->data, value->length);
	add_place(batch, &place);
}

void inspect_batch_append(struct inspect_batch *batch, const struct inspect_batch *more)
{
	size_t begin = batch->bytes.length;

	buffer_append(&batch->bytes, more->bytes.data, more->bytes.length);
	for (size_t i = 0; i < more->count; i++) {
		struct inspect_place place = more->places[i];

		place.at += begin;
		add_place(batch, &place);
	}
}

bool inspect_batch_is_full(const struct inspect_batch *batch)
{
	return batch->bytes.length > MOST_BYTES - ROOM_FOR_LAST;
}

static int compare(const void *first, const void *second, void *bytes)
{
	const struct inspect_place *a = first;
	const struct inspect_place *b = second;
	int order = memcmp((const char *)bytes + a->at, (const char *)bytes + b->at,
		a->key < b->key ? a->key : b->key);

	return order != 0 ? order : (a->key > b->key) - (a->key < b->key);
}

void inspect_batch_sort(struct inspect_batch *batch)
{
	if (batch->count > 0)
		qsort_r(batch->places, batch->count, sizeof *batch->places, compare,
			batch->bytes.data);
}

void inspect_batch_get(
	const struct inspect_batch *batch, size_t index, struct buffer *key, struct buffer *value)
{
	const struct inspect_place *place = &batch->places[index];
	const char *bytes = batch->bytes.data + place->at;

	buffer_clear(key);
	buffer_append(key, bytes, place->key);
	buffer_clear(value);
	buffer_append(value, bytes + place->key, place->value);
}
