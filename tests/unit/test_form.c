/* Forms, urlencoded and multipart: what is read, and every shape that is refused. */

#include "unit.h"

#include "http/form.h"
#include "http/parameter.h"

#define B    "--bound"
#define NL   "\r\n"
#define A    "Content-Disposition: form-data; name=\"a\"" NL
#define TYPE "multipart/form-data; boundary=bound"

/* A body that may hold NULs: a string literal without its last one. */
#define BYTES(literal) (literal), sizeof(literal) - 1

static bool parse_multipart(
	const char *type, const char *bytes, size_t length, struct form *form, struct failure *why)
{
	buffer_auto body = BUFFER_INIT;

	form_init(form);
	buffer_append(&body, bytes, length);
	return form_parse_multipart(type, &body, form, why);
}

static bool parse_urlencoded(
	const char *bytes, size_t length, struct form *form, struct failure *why)
{
	buffer_auto body = BUFFER_INIT;

	form_init(form);
	buffer_append(&body, bytes, length);
	return form_parse_urlencoded(&body, form, why);
}

static void assert_field(
	const struct form *form, const char *name, const char *value, size_t length)
{
	const struct buffer *found = form_value(form, name);

	assert_non_null(found);
	assert_int_equal(found->length, length);
	assert_memory_equal(found->data, value, length);
}

static void urlencoded_forms_are_read(void **state)
{
	static const char text[] =
		"grant_type=client_credentials&client_id=a%20b+c&&secret=%C3%A4%3D"
		"%26&empty=&bare&";
	form_auto form;
	struct failure why;

	(void)state;
	assert_works(parse_urlencoded(BYTES(text), &form, &why), why);
	assert_int_equal(form.count, 5);
	assert_field(&form, "grant_type", BYTES("client_credentials"));
	assert_field(&form, "client_id", BYTES("a b c"));
	assert_field(&form, "secret", BYTES("\xC3\xA4=&"));
	assert_field(&form, "empty", BYTES(""));
	assert_field(&form, "bare", BYTES(""));
	assert_null(form_value(&form, "Grant_type"));
	form_free(&form);
	assert_works(parse_urlencoded(BYTES(""), &form, &why), why);
	assert_int_equal(form.count, 0);
}

static void malformed_urlencoded_forms_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *sentence;
	} cases[] = {
		{BYTES("a=1&a=2"), "a of the form is given twice"},
		{BYTES("a=1&%61=2"), "a of the form is given twice"},
		{BYTES("a=%"), "percent sign"},
		{BYTES("a=%4"), "percent sign"},
		{BYTES("%zz=1"), "percent sign"},
		{BYTES("a=1%00"), "a of the form is not valid UTF-8, or holds a NUL"},
		{BYTES("a=1\0"), "a of the form is not valid UTF-8, or holds a NUL"},
		{BYTES("a=%ff"), "a of the form is not valid UTF-8"},
		{BYTES("a%00b=1"), "The name of a field"},
		{BYTES("%ff=1"), "The name of a field"},
		{BYTES("=1"), "empty name"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		form_auto form;
		struct failure why;

		assert_fails(parse_urlencoded(cases[i].bytes, cases[i].length, &form, &why), why,
			FAILURE_INVALID, cases[i].sentence);
	}
}

static void a_form_has_at_most_64_fields(void **state)
{
	buffer_auto body = BUFFER_INIT;
	form_auto form;
	struct failure why;

	(void)state;
	for (int i = 0; i < FORM_MAX_FIELDS; i++)
		buffer_printf(&body, "f%d=%d&", i, i);
	assert_works(parse_urlencoded(body.data, body.length, &form, &why), why);
	assert_field(&form, "f63", BYTES("63"));
	form_free(&form);
	buffer_append_string(&body, "one=more");
	assert_fails(parse_urlencoded(body.data, body.length, &form, &why), why, FAILURE_INVALID,
		"more than 64 fields");
}

static void multipart_forms_are_read(void **state)
{
	static const char text[] =
		"a preamble" NL B NL A NL "one" NL B " \t" NL
		"content-disposition:form-data;filename=\"a\\\"b;c.pem\"; NAME=file" NL
		"Content-Type: application/octet-stream" NL "Content-Transfer-Encoding: binary" NL
		"X-Other: any thing: at all" NL NL "\0\xFF--bound" NL "-" B NL " " B NL "\n" B
		"\r" B NL NL B NL
		"Content-Disposition: form-data; name=\"\xC3\xA4 \\\\ \\\"\"" NL NL
		"\xC3\xB6" NL B NL "Content-Disposition: form-data; name=empty" NL NL NL B "-- " NL
		"an epilogue" NL B;
	static const char file[] = "\0\xFF--bound" NL "-" B NL " " B NL "\n" B "\r" B NL;
	form_auto form;
	struct failure why;
	const char *value;

	(void)state;
	assert_works(parse_multipart(TYPE, BYTES(text), &form, &why), why);
	assert_int_equal(form.count, 4);
	assert_field(&form, "a", BYTES("one"));
	assert_field(&form, "file", BYTES(file));
	assert_field(&form, "\xC3\xA4 \\ \"", BYTES("\xC3\xB6"));
	assert_field(&form, "empty", BYTES(""));
	assert_works(form_text(&form, "a", &value, &why), why);
	assert_string_equal(value, "one");
	assert_works(form_text(&form, "b", &value, &why), why);
	assert_null(value);
	assert_fails(form_text(&form, "file", &value, &why), why, FAILURE_INVALID,
		"file is a file, but it must be text!");
}

static void boundaries_are_read_in_every_form(void **state)
{
	static const struct {
		const char *type, *boundary;
	} cases[] = {
		{"multipart/form-data;boundary=bound", "bound"},
		{"multipart/form-data; charset=utf-8; boundary=\"bound\"", "bound"},
		{"multipart/form-data; BOUNDARY=bound ; x=y", "bound"},
		{"multipart/form-data; boundary=\"a b:c?\"", "a b:c?"},
		{"multipart/form-data; boundary=----=_Part_0.1", "----=_Part_0.1"},
		{"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901"
		 "234567890123456789",
			"0123456789012345678901234567890123456789012345678901234567890123456789"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buffer_auto body = BUFFER_INIT;
		form_auto form;
		struct failure why;

		buffer_printf(&body, "--%s" NL A NL "1" NL "--%s--", cases[i].boundary,
			cases[i].boundary);
		assert_works(
			parse_multipart(cases[i].type, body.data, body.length, &form, &why), why);
		assert_field(&form, "a", BYTES("1"));
	}
}

static void malformed_boundaries_are_refused(void **state)
{
	static const char *const types[] = {
		"multipart/form-data",
		"multipart/form-data;",
		"multipart/form-data; boundary",
		"multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=\"bound",
		"multipart/form-data; boundary=\"bound \"",
		"multipart/form-data; boundary=bound x",
		"multipart/form-data; boundary=b*und",
		"multipart/form-data; boundary=b\xC3\xB6und",
		"multipart/form-data; boundary=bound; boundary=bound",
		"multipart/form-data; boundary=bound; =x",
		("multipart/form-data; boundary=012345678901234567890123456789012345678901234567890"
		 "12345678901234567890"),
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		form_auto form;
		struct failure why;

		assert_fails(parse_multipart(types[i], BYTES(B NL A NL "1" NL B "--"), &form, &why),
			why, FAILURE_INVALID, "Content-Type");
	}
}

static void malformed_multipart_forms_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *sentence;
	} cases[] = {
		{BYTES(""), "without its final boundary"},
		{BYTES("a=1"), "without its final boundary"},
		{BYTES(B NL A NL "1"), "without its final boundary"},
		{BYTES(B NL A NL "1" NL), "without its final boundary"},
		{BYTES(B NL A NL "1" NL "--boun"), "without its final boundary"},
		{BYTES(B NL A NL "1" B "--" NL), "without its final boundary"},
		{BYTES("\n" B NL A NL "1" NL B "--x"), "not alone on its line"},
		{BYTES(B NL A NL "1" NL B), "not alone on its line"},
		{BYTES(B NL A NL "1" NL B "-"), "not alone on its line"},
		{BYTES(B NL A NL "1" NL B "--x"), "not alone on its line"},
		{BYTES(B NL A NL "1" NL B "--\n"), "not alone on its line"},
		{BYTES(B NL A NL "1" NL B "x" NL NL B "--"), "not alone on its line"},
		{BYTES(B "\n" A NL "1" NL B "--"), "not alone on its line"},
		{BYTES(B "\r" A NL "1" NL B "--"), "not alone on its line"},
		{BYTES(B NL B "--"), "has no headers"},
		{BYTES(B NL NL B "--"), "no empty line behind its headers"},
		{BYTES(B NL A B "--"), "no empty line behind its headers"},
		{BYTES(B NL A NL B "--"), "no empty line behind its headers"},
		{BYTES(B NL NL "1" NL B "--"), "has no Content-Disposition"},
		{BYTES(B NL "Content-Type: text/plain" NL NL "1" NL B "--"),
			"has no Content-Disposition"},
		{BYTES(B NL "Content-Disposition: form-data" NL NL "1" NL B "--"), "has no name"},
		{BYTES(B NL "Content-Disposition: form-data; filename=x" NL NL "1" NL B "--"),
			"has no name"},
		{BYTES(B NL "Content-Disposition: form-data; name=\"\"" NL NL "1" NL B "--"),
			"empty name"},
		{BYTES(B NL "Content-Disposition: attachment; name=a" NL NL "1" NL B "--"),
			"is not form-data"},
		{BYTES(B NL "Content-Disposition: form-datas; name=a" NL NL "1" NL B "--"),
			"is not form-data"},
		{BYTES(B NL "Content-Disposition: form-data; name=\"a" NL NL "1" NL B "--"),
			"Content-Disposition of a part of the form is malformed"},
		{BYTES(B NL "Content-Disposition: form-data name=a" NL NL "1" NL B "--"),
			"Content-Disposition of a part of the form is malformed"},
		{BYTES(B NL "Content-Disposition: form-data; name=a; name=b" NL NL "1" NL B "--"),
			"two names"},
		{BYTES(B NL A A NL "1" NL B "--"), "two Content-Disposition headers"},
		{BYTES(B NL A NL "1" NL B NL A NL "2" NL B "--"), "a of the form is given twice"},
		{BYTES(B NL A "no colon" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A "X : y" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A " folded" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A ": y" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A "X: a\nY: b" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A "X: a\rb" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL A "X: \0" NL NL "1" NL B "--"), "header of a part"},
		{BYTES(B NL "Content-Disposition: form-data; name=\"a\"\n\n1" NL B "--"),
			"no empty line behind its headers"},
		{BYTES(B NL A "Content-Type: multipart/mixed; boundary=x" NL NL "1" NL B "--"),
			"is a multipart itself"},
		{BYTES(B NL A "Content-Transfer-Encoding: base64" NL NL "MQ==" NL B "--"),
			"Content-Transfer-Encoding (base64)"},
		{BYTES(B NL A NL "a\0b" NL B "--"), "a of the form is not valid UTF-8"},
		{BYTES(B NL A NL "\xFF" NL B "--"), "a of the form is not valid UTF-8"},
		{BYTES(B NL "Content-Disposition: form-data; name=\"\xFF\"" NL NL "1" NL B "--"),
			"The name of a field"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		form_auto form;
		struct failure why;

		assert_fails(parse_multipart(TYPE, cases[i].bytes, cases[i].length, &form, &why),
			why, FAILURE_INVALID, cases[i].sentence);
	}
}

static void headers_of_a_part_end_somewhere(void **state)
{
	buffer_auto body = BUFFER_INIT;
	form_auto form;
	struct failure why;

	(void)state;
	buffer_append_string(&body, B NL A "X: ");
	for (int i = 0; i < 1024; i++)
		buffer_append_string(&body, "12345678");
	buffer_append_string(&body, NL NL "1" NL B "--");
	assert_fails(parse_multipart(TYPE, body.data, body.length, &form, &why), why,
		FAILURE_INVALID, "more than 8192 bytes");
}

static void a_form_of_8_mib_is_read(void **state)
{
	const size_t size = 8U << 20;
	buffer_auto body = BUFFER_INIT;
	form_auto form;
	struct failure why;

	(void)state;
	buffer_append_string(
		&body, B NL "Content-Disposition: form-data; name=f; filename=f" NL NL);
	memset(buffer_reserve(&body, size), '-', size);
	body.length += size;
	buffer_append_string(&body, NL B "--" NL);
	assert_works(parse_multipart(TYPE, body.data, body.length, &form, &why), why);
	assert_int_equal(form_value(&form, "f")->length, size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urlencoded_forms_are_read),
		cmocka_unit_test(malformed_urlencoded_forms_are_refused),
		cmocka_unit_test(a_form_has_at_most_64_fields),
		cmocka_unit_test(multipart_forms_are_read),
		cmocka_unit_test(boundaries_are_read_in_every_form),
		cmocka_unit_test(malformed_boundaries_are_refused),
		cmocka_unit_test(malformed_multipart_forms_are_refused),
		cmocka_unit_test(headers_of_a_part_end_somewhere),
		cmocka_unit_test(a_form_of_8_mib_is_read),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
