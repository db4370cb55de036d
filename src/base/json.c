#include "base/json.h"

#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <json-c/printbuf.h>
#include <stdlib.h>
#include <string.h>

bool json_parse(const char *text, size_t length, struct json_object **tree, struct failure *why)
{
	if (length > INT32_MAX)
		return fail(why, FAILURE_TOO_LARGE, "The JSON text is too large.");
	if (!json_is_valid(text, length, why))
		return false;

	struct json_tokener *tokener = json_tokener_new_ex(JSON_MAX_DEPTH + 1);

	if (tokener == NULL)
		abort();
	/* Room for the longest string at once: growing would leave pieces of it behind. */
	printbuf_memset(tokener->pb, 0, '\0', (int)length);
	printbuf_reset(tokener->pb);
	/* The tokener takes a number to be finished only when it sees what follows it. */
	*tree = json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*tree = json_tokener_parse_ex(tokener, "", 1);

	enum json_tokener_error error = json_tokener_get_error(tokener);

	if (tokener->pb != NULL && tokener->pb->buf != NULL)
		explicit_bzero(tokener->pb->buf, (size_t)tokener->pb->size);
	json_tokener_free(tokener);
	if (error != json_tokener_success)
		return fail(
			why, FAILURE_INVALID, "Invalid JSON: %s.", json_tokener_error_desc(error));
	return true;
}

static void wipe(struct json_object *tree)
{
	switch (json_object_get_type(tree)) {
	case json_type_string:
		explicit_bzero((char *)(uintptr_t)json_object_get_string(tree),
			(size_t)json_object_get_string_len(tree));
		break;
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(tree); i++)
			wipe(json_object_array_get_idx(tree, i));
		break;
	case json_type_object:
		for (const struct lh_entry *entry = json_object_get_object(tree)->head;
			entry != NULL; entry = lh_entry_next(entry))
			wipe(lh_entry_v(entry));
		break;
	default:
		break;
	}
}

void json_free(struct json_object *tree)
{
	wipe(tree);
	json_object_put(tree);
}

void json_free_at(struct json_object **tree)
{
	json_free(*tree);
}
