#include "ctl/options.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void options_free(struct options *options)
{
	for (size_t i = 0; i < options->given_count; i++)
		free(options->given[i].values);
	free(options->given);
	free(options->words);
	*options = (struct options)OPTIONS_INIT;
}

/* Adds to an array of strings that always ends with NULL. */
static void add_string(const char ***strings, size_t *count, const char *string)
{
	if (*count == 0)
		*strings = array_grow(*strings, 0, sizeof **strings);
	*strings = array_grow(*strings, *count + 1, sizeof **strings);
	(*strings)[(*count)++] = string;
	(*strings)[*count] = NULL;
}

static const struct option_given *find_given(const struct options *options, const char *name)
{
	for (size_t i = 0; i < options->given_count; i++) {
		if (strcmp(options->given[i].form->name, name) == 0)
			return &options->given[i];
	}
	return NULL;
}

static bool add_given(struct options *options, const struct option_form *form, const char *value,
	struct failure *why)
{
	struct option_given *given = (struct option_given *)find_given(options, form->name);

	if (given != NULL && (form->flags & OPTION_REPEATS) == 0)
		return fail(
			why, FAILURE_INVALID, "--%s is given twice: once is enough.", form->name);
	if (given == NULL) {
		options->given =
			array_grow(options->given, options->given_count, sizeof *options->given);
		given = &options->given[options->given_count++];
		*given = (struct option_given){.form = form};
	}
	add_string(&given->values, &given->count, value == NULL ? "" : value);
	return true;
}

static const struct option_form *find_form(
	const struct option_form *forms, const char *name, size_t length)
{
	for (; forms != NULL && forms->name != NULL; forms++) {
		if (strlen(forms->name) == length && memcmp(forms->name, name, length) == 0)
			return forms;
	}
	return NULL;
}

static void list_names(struct buffer *out, const struct option_form *forms)
{
	for (; forms != NULL && forms->name != NULL; forms++)
		buffer_printf(out, "%s--%s", out->length > 0 ? ", " : "", forms->name);
}

static bool fail_unknown(const char *argument, const struct option_form *first,
	const struct option_form *second, struct failure *why)
{
	size_t length = strcspn(argument, "=");
	buffer_auto names = BUFFER_INIT;

	list_names(&names, second);
	list_names(&names, first);
	return fail(why, FAILURE_INVALID,
		"There is no option %.*s here; there are %s. Write `--` before a word that begins "
		"with a dash.",
		utf8_fit(argument, length < UTF8_SHOWN_BYTES ? length : UTF8_SHOWN_BYTES), argument,
		names.data);
}

/* Takes the option at `**arguments`, and its value. */
static bool take_option(struct options *options, const struct option_form *first,
	const struct option_form *second, char ***arguments, struct failure *why)
{
	const char *argument = *(*arguments)++;
	const char *name = argument + 2;
	size_t length = strcspn(name, "=");
	const char *value = name[length] == '=' ? name + length + 1 : NULL;
	const struct option_form *form = NULL;

	if (argument[1] == '-')
		form = find_form(first, name, length);
	if (argument[1] == '-' && form == NULL)
		form = find_form(second, name, length);
	if (form == NULL)
		return fail_unknown(argument, first, second, why);
	if (form->value == NULL && value != NULL)
		return fail(why, FAILURE_INVALID, "--%s takes no value.", form->name);
	if (form->value != NULL && value == NULL) {
		value = **arguments;
		if (value == NULL || strncmp(value, "--", 2) == 0)
			return fail(why, FAILURE_INVALID,
				"--%s needs a value: --%s %s (or --%s=%s when the value begins "
				"with a dash).",
				form->name, form->name, form->value, form->name, form->value);
		(*arguments)++;
	}
	return add_given(options, form, value, why);
}

bool options_take(struct options *options, const struct option_form *first,
	const struct option_form *second, char ***arguments, bool one_word, struct failure *why)
{
	while (**arguments != NULL) {
		const char *argument = **arguments;

		if (!options->ended && strcmp(argument, "--") == 0) {
			options->ended = true;
			(*arguments)++;
		} else if (!options->ended && argument[0] == '-' && argument[1] != '\0') {
			if (!take_option(options, first, second, arguments, why))
				return false;
		} else {
			add_string(&options->words, &options->word_count, argument);
			(*arguments)++;
			if (one_word)
				break;
		}
	}
	return true;
}

bool options_complete(
	const struct options *options, const struct option_form *forms, struct failure *why)
{
	for (; forms != NULL && forms->name != NULL; forms++) {
		if ((forms->flags & OPTION_REQUIRED) != 0 && !options_has(options, forms->name))
			return fail(why, FAILURE_INVALID, "--%s %s is missing: %s.", forms->name,
				forms->value, forms->help);
	}
	return true;
}

bool options_has(const struct options *options, const char *name)
{
	return find_given(options, name) != NULL;
}

const char *options_value(const struct options *options, const char *name)
{
	const struct option_given *given = find_given(options, name);

	return given == NULL ? NULL : given->values[0];
}

const char *const *options_values(const struct options *options, const char *name)
{
	const struct option_given *given = find_given(options, name);

	return given == NULL ? NULL : given->values;
}

bool options_integer(const struct options *options, const char *name, int64_t *number, bool *given,
	struct failure *why)
{
	const char *text = options_value(options, name);

	*given = text != NULL;
	*number = 0;
	if (text == NULL)
		return true;

	size_t length = strspn(text, "0123456789");

	if (length == 0 || length > 18 || text[length] != '\0')
		return fail(why, FAILURE_INVALID, "--%s is '%.*s': it must be a whole number.",
			name, UTF8_SHOWN(text));
	for (size_t i = 0; i < length; i++)
		*number = *number * 10 + (text[i] - '0');
	return true;
}
