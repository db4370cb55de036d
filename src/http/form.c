#include "http/form.h"

#include "base/utf8.h"
#include "http/percent.h"

#include <string.h>

void form_init(struct form *form)
{
	form->count = 0;
}

void form_free(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		buffer_free(&form->fields[i].name);
		buffer_free(&form->fields[i].value);
	}
	form->count = 0;
}

static const struct form_field *find(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name.data, name) == 0)
			return &form->fields[i];
	}
	return NULL;
}

static bool is_text(const struct buffer *bytes)
{
	size_t characters;

	return memchr(bytes->data, '\0', bytes->length) == NULL &&
	       utf8_count(bytes->data, bytes->length, &characters);
}

bool form_add(struct form *form, struct buffer *name, struct buffer *value, bool is_file,
	struct failure *why)
{
	if (name->length == 0)
		return fail(why, FAILURE_INVALID, "A field of the form has an empty name!");
	if (!is_text(name))
		return fail(why, FAILURE_INVALID,
			"The name of a field of the form is not valid UTF-8, or holds a NUL!");
	if (!is_file && !is_text(value))
		return fail(why, FAILURE_INVALID,
			"The field %.*s of the form is not valid UTF-8, or holds a NUL!",
			UTF8_SHOWN(name->data));
	if (find(form, name->data) != NULL)
		return fail(why, FAILURE_INVALID, "The field %.*s of the form is given twice!",
			UTF8_SHOWN(name->data));
	if (form->count == FORM_MAX_FIELDS)
		return fail(
			why, FAILURE_INVALID, "The form has more than %d fields!", FORM_MAX_FIELDS);

	struct form_field *field = &form->fields[form->count++];

	*field = (struct form_field){BUFFER_INIT, BUFFER_INIT, is_file};
	buffer_swap(&field->name, name);
	buffer_swap(&field->value, value);
	return true;
}

static bool parse_pair(struct form *form, const char *text, size_t length, struct failure *why)
{
	const char *equals = memchr(text, '=', length);
	size_t name_length = equals == NULL ? length : (size_t)(equals - text);
	buffer_auto name = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	if (!percent_decode(&name, text, name_length, true) ||
		(equals != NULL &&
			!percent_decode(&value, equals + 1, length - name_length - 1, true)))
		return fail(why, FAILURE_INVALID,
			"The form holds a percent sign without two hexadecimal digits behind it!");
	return form_add(form, &name, &value, false, why);
}

bool form_parse_urlencoded(const struct buffer *body, struct form *form, struct failure *why)
{
	const char *at = body->data;
	const char *end = at + body->length;

	while (at < end) {
		const char *separator = memchr(at, '&', (size_t)(end - at));
		const char *stop = separator == NULL ? end : separator;

		if (stop > at && !parse_pair(form, at, (size_t)(stop - at), why))
			return false;
		at = stop + 1;
	}
	return true;
}

const struct buffer *form_value(const struct form *form, const char *name)
{
	const struct form_field *field = find(form, name);

	return field == NULL ? NULL : &field->value;
}

bool form_text(const struct form *form, const char *name, const char **text, struct failure *why)
{
	const struct form_field *field = find(form, name);

	if (field != NULL && field->is_file)
		return fail(why, FAILURE_INVALID, "%s is a file, but it must be text!", name);
	*text = field == NULL ? NULL : field->value.data;
	return true;
}
