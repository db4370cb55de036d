#include "mint/source_references.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* Names in a sentence, and their bytes, so that its end is not cut off. */
#define MOST_NAMES      20
#define MOST_NAME_BYTES 640

void source_references_free(struct source_references *references)
{
	for (size_t i = 0; i < references->count; i++)
		key_record_free(&references->keys[i]);
	free(references->keys);
	*references = (struct source_references)SOURCE_REFERENCES_INIT;
}

static bool add_name(const char *name, bool *more, void *context, struct failure *why)
{
	(void)more;
	(void)why;
	buffer_append(context, name, strlen(name) + 1);
	return true;
}

static bool add_key(struct transaction *transaction, const struct source_record *source,
	const char *name, struct source_references *references, struct failure *why)
{
	struct key_record *key;
	bool found;

	references->keys =
		array_grow(references->keys, references->count, sizeof *references->keys);
	key = &references->keys[references->count++];
	*key = (struct key_record)KEY_RECORD_INIT;
	if (!key_record_find(transaction, &source->project, name, key, &found, why))
		return false;
	return found || fail(why, FAILURE_INTERNAL,
				"The store refers to a JWK \"%s\" that is not there. Restore a "
				"backup.",
				name);
}

bool source_references_read(struct transaction *transaction, const struct source_record *source,
	struct source_references *references, struct failure *why)
{
	buffer_auto names = BUFFER_INIT;

	source_references_free(references);
	if (!key_record_each_reference(
		    transaction, &source->project, &source->id, add_name, &names, why))
		return false;
	for (size_t at = 0; at < names.length; at += strlen(names.data + at) + 1) {
		if (!add_key(transaction, source, names.data + at, references, why))
			return false;
	}
	return true;
}

bool source_references_equal(const struct source_references *a, const struct source_references *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!id_equal(&a->keys[i].id, &b->keys[i].id) ||
			a->keys[i].revision != b->keys[i].revision)
			return false;
	}
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "a, b and 3 more", in order. */
static void list_names(const char **names, size_t count, struct buffer *list)
{
	size_t shown = 0;

	qsort(names, count, sizeof *names, compare_names);
	while (shown < count && shown < MOST_NAMES &&
		(shown == 0 || list->length + strlen(names[shown]) < MOST_NAME_BYTES)) {
		buffer_printf(list, "%s%s", shown == 0 ? "" : ", ", names[shown]);
		shown++;
	}
	if (shown < count)
		buffer_printf(list, " and %zu more", count - shown);
}

bool source_references_refuse(const struct source_record *source, const struct source_record *after,
	const struct source_references *references, struct failure *why)
{
	const char **names = calloc(references->count + 1, sizeof *names);
	buffer_auto list = BUFFER_INIT;
	size_t count = 0;

	if (names == NULL)
		abort();
	for (size_t i = 0; i < references->count; i++) {
		const struct key_record *key = &references->keys[i];

		if (after == NULL || source_record_entry(after, key->source_environment) == NULL)
			names[count++] = key->name;
	}
	list_names(names, count, &list);
	free(names);
	if (count == 0)
		return true;
	return fail(why, FAILURE_INVALID,
		"%s (name: %s) is still referenced by JWKs: %s! Delete them or update them first.",
		source_words[source->kind].title, source->name, list.data);
}
