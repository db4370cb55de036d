/*
 * Forms. The first line of an input is the Content-Type, the rest is the body, read in both ways,
 * whatever the Content-Type says.
 */
#include "fuzz.h"

#include "http/form.h"

#include <string.h>

static void check_form(const struct form *form)
{
	fuzz_require(form->count <= FORM_MAX_FIELDS, "%zu fields", form->count);
	for (size_t i = 0; i < form->count; i++) {
		const struct form_field *field = &form->fields[i];
		const char *text = NULL;
		struct failure why;

		fuzz_require(field->name.length > 0, "a field without a name");
		fuzz_require(strlen(field->name.data) == field->name.length, "a NUL in a name");
		fuzz_require(form_value(form, field->name.data) == &field->value,
			"a name twice: %s", field->name.data);
		fuzz_require(form_text(form, field->name.data, &text, &why) == !field->is_file,
			"text or file?");
		fuzz_require(
			text == NULL || strlen(text) == field->value.length, "a NUL in a text");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input = {(const char *)data, size};
	buffer_auto content_type = BUFFER_INIT;
	buffer_auto body = BUFFER_INIT;
	form_auto urlencoded;
	form_auto multipart;
	struct failure why;

	form_init(&urlencoded);
	form_init(&multipart);
	fuzz_line(&input, &content_type);
	buffer_append(&body, input.at, input.left);
	if (form_parse_urlencoded(&body, &urlencoded, &why))
		check_form(&urlencoded);
	if (form_parse_multipart(content_type.data, &body, &multipart, &why))
		check_form(&multipart);
	return 0;
}
