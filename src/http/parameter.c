#include "http/parameter.h"

#include <string.h>

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

static bool is_plain(char character)
{
	return (uint8_t)character > ' ' && character != '\x7F' && character != ';' &&
	       character != '"';
}

/* NULL when the quotes are not closed or hold control characters. */
static const char *take_quoted(const char *at, struct buffer *value)
{
	for (at++; *at != '"'; at++) {
		if (*at == '\\')
			at++;
		if (((uint8_t)*at < ' ' && *at != '\t') || *at == '\x7F')
			return NULL;
		buffer_append_byte(value, (uint8_t)*at);
	}
	return at + 1;
}

static const char *take_plain(const char *at, struct buffer *value)
{
	const char *begin = at;

	while (is_plain(*at))
		at++;
	buffer_append(value, begin, (size_t)(at - begin));
	return at > begin ? at : NULL;
}

/* NULL unless name and equals sign stand here. */
static const char *take_name(const char *at, struct buffer *name)
{
	const char *begin = at;

	while (is_plain(*at) && *at != '=')
		at++;
	buffer_append(name, begin, (size_t)(at - begin));
	return at > begin && *at == '=' ? at + 1 : NULL;
}

bool parameter_next(const char **rest, struct buffer *name, struct buffer *value)
{
	const char *at = skip_space(*rest);
	bool separated = false;

	buffer_clear(name);
	buffer_clear(value);
	for (; *at == ';'; at = skip_space(at + 1))
		separated = true;
	*rest = at;
	if (!separated || *at == '\0')
		return false;
	at = take_name(at, name);
	if (at != NULL)
		at = *at == '"' ? take_quoted(at, value) : take_plain(at, value);
	if (at == NULL)
		return false;
	at = skip_space(at);
	if (*at != '\0' && *at != ';')
		return false;
	*rest = at;
	return true;
}
