#include "api/paging.h"

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

bool paging_read(const char *query, struct key_page *page, struct failure *why)
{
	size_t number = 1;

	*page = (struct key_page){.size = 0};
	if (!read_number(query, "page", PAGING_MAX_PAGE, &number, why) ||
		!read_number(query, "size", PAGING_MAX_SIZE, &page->size, why) ||
		!read_order(query, &page->descending, why))
		return false;
	/* Without a size the first page holds everything and the others nothing. */
	page->skip = page->size > 0 || number == 1 ? (number - 1) * page->size : SIZE_MAX;
	return true;
}
