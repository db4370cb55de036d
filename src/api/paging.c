#include "api/paging.h"

#include "base/base64url.h"
#include "base/utf8.h"
#include "http/query.h"

#include <string.h>

/* `*number` stays when there is no such parameter. */
static bool read_number(
	const char *query, const char *name, size_t most, size_t *number, struct failure *why)
{
	buffer_auto value = BUFFER_INIT;
	size_t read = 0;
	bool found;

	if (!query_get(query, name, &value, &found, why))
		return false;
	if (!found)
		return true;
	if (value.data[strspn(value.data, "0123456789")] == '\0' && value.length <= 10) {
		for (const char *digit = value.data; *digit != '\0'; digit++)
			read = read * 10 + (size_t)(*digit - '0');
	}
	if (read < 1 || read > most)
		return fail(why, FAILURE_INVALID,
			"%s (%.*s) is not supported! Valid values: 1 to %zu", name,
			UTF8_SHOWN(value.data), most);
	*number = read;
	return true;
}

static bool read_order(const char *query, bool *descending, struct failure *why)
{
	static const struct {
		const char *text;
		bool descending;
	} orders[] = {{"name", false}, {"name,asc", false}, {"name,desc", true}};
	buffer_auto value = BUFFER_INIT;
	bool found;

	if (!query_get(query, "sort", &value, &found, why))
		return false;
	*descending = false;
	if (!found)
		return true;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		if (strcmp(value.data, orders[i].text) != 0)
			continue;
		*descending = orders[i].descending;
		return true;
	}
	return fail(why, FAILURE_INVALID,
		"sort (%.*s) is not supported! Valid values: \"name,asc\", \"name,desc\"",
		UTF8_SHOWN(value.data));
}

static bool read_cursor(const char *query, struct paging *paging, struct failure *why)
{
	buffer_auto value = BUFFER_INIT;
	buffer_auto name = BUFFER_INIT;
	struct failure unread;
	bool found;

	if (!query_get(query, "cursor", &value, &found, why))
		return false;
	if (!found)
		return true;
	if (!base64url_decode(&name, value.data, value.length) ||
		strlen(name.data) != name.length || !name_check(name.data, "A name", &unread))
		return fail(why, FAILURE_INVALID,
			"cursor (%.*s) is not one of ours! Send nextCursor as the answer before had "
			"it, or leave it out to begin anew.",
			UTF8_SHOWN(value.data));
	memcpy(paging->after, name.data, name.length + 1);
	paging->page.after = paging->after;
	return true;
}

bool paging_read(const char *query, struct paging *paging, struct failure *why)
{
	struct list_page *page = &paging->page;
	size_t number = 0;

	*paging = (struct paging){.page = LIST_PAGE_ALL};
	if (!read_number(query, "page", PAGING_MAX_PAGE, &number, why) ||
		!read_number(query, "size", PAGING_MAX_SIZE, &page->size, why) ||
		!read_order(query, &page->descending, why) || !read_cursor(query, paging, why))
		return false;
	if (number != 0 && page->after != NULL)
		return fail(why, FAILURE_INVALID,
			"page and cursor are both given! A cursor says where to go on: leave page "
			"out.");
	/* Without a size the first page holds everything and the others nothing. */
	if (number > 1)
		page->skip = page->size > 0 ? (number - 1) * page->size : SIZE_MAX;
	return true;
}

void paging_end_list(
	struct json_writer *writer, const struct paging *paging, size_t count, const char *last)
{
	buffer_auto cursor = BUFFER_INIT;

	json_put_end(writer);
	json_put_integer(writer, "resultCount", (int64_t)count);
	if (last != NULL)
		base64url_encode(&cursor, last, strlen(last));
	if (paging->page.size > 0)
		json_put_string(writer, "nextCursor", last == NULL ? NULL : cursor.data);
	json_put_end(writer);
}
