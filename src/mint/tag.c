#include "mint/tag.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

void tag_append(const struct id *id, uint64_t revision, struct buffer *out)
{
	char text[ID_TEXT_SIZE];

	id_format(id, text);
	buffer_printf(out, "\"%s-%" PRIu64 "\"", text, revision);
}

/* One entity-tag of a list; `opaque` has the quotes. */
struct entity_tag {
	bool weak;
	const char *opaque;
	size_t length;
};

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

/* RFC 9110 section 8.8.3: any byte but controls, space and the quote itself. */
static size_t opaque_length(const char *text)
{
	size_t length = 1;

	if (text[0] != '"')
		return 0;
	while ((unsigned char)text[length] > ' ' && text[length] != '"' && text[length] != 0x7F)
		length++;
	return text[length] == '"' ? length + 1 : 0;
}

/*
 * Takes the next tag of a list (section 5.6.1: elements may be empty) and moves `*list` behind it;
 * false at the end, or where the list is none, which is when something is left.
 */
static bool take_tag(const char **list, struct entity_tag *tag)
{
	const char *at = *list;

	while (*(at = skip_space(at)) == ',')
		at++;
	*list = at;
	tag->weak = strncmp(at, "W/", 2) == 0;
	tag->opaque = at + (tag->weak ? 2 : 0);
	tag->length = opaque_length(tag->opaque);
	if (tag->length == 0)
		return false;
	at = skip_space(tag->opaque + tag->length);
	if (*at != ',' && *at != '\0')
		return false;
	*list = at;
	return true;
}

/* `*valid` is false when the header is no list of tags. A weak tag is the same only `weakly`. */
static bool is_listed(
	const char *header, const struct id *id, uint64_t revision, bool weakly, bool *valid)
{
	buffer_auto current = BUFFER_INIT;
	struct entity_tag tag;
	bool listed = false;
	size_t tags = 0;

	tag_append(id, revision, &current);
	for (; take_tag(&header, &tag); tags++)
		listed |= (weakly || !tag.weak) && tag.length == current.length &&
			  memcmp(tag.opaque, current.data, current.length) == 0;
	*valid = *header == '\0' && tags > 0;
	return *valid && listed;
}

static bool is_any(const char *header)
{
	header = skip_space(header);
	return *header == '*' && *skip_space(header + 1) == '\0';
}

bool tag_require(const char *if_match, const struct id *id, uint64_t revision, struct failure *why)
{
	bool valid;

	if (if_match == NULL || is_any(if_match) ||
		is_listed(if_match, id, revision, false, &valid))
		return true;
	if (!valid)
		return fail(why, FAILURE_INVALID,
			"If-Match (%.*s) is not understood! Send the ETag of the last answer with its "
			"quotes, or *.",
			UTF8_SHOWN(if_match));
	return fail(why, FAILURE_STALE,
		"It was changed since the state that If-Match (%.*s) names! GET it again, look at "
		"what has changed, and repeat the request with the new ETag.",
		UTF8_SHOWN(if_match));
}

bool tag_is_known(const char *if_none_match, const struct id *id, uint64_t revision)
{
	bool valid;

	return if_none_match != NULL &&
	       (is_any(if_none_match) || is_listed(if_none_match, id, revision, true, &valid));
}
