#include "ctl/call.h"

#include "base/file.h"
#include "ctl/actor.h"
#include "ctl/owner.h"
#include "ctl/printable.h"
#include "mint/operator_note.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void call_init(struct call *call)
{
	*call = (struct call){.options = OPTIONS_INIT, .out = BUFFER_INIT};
}

void call_free(struct call *call)
{
	call_close_vault(call);
	options_free(&call->options);
	buffer_free(&call->out);
}

const char *call_word(const struct call *call, size_t n)
{
	return n < call->options.word_count ? call->options.words[n] : NULL;
}

const char *call_option(const struct call *call, const char *name)
{
	return options_value(&call->options, name);
}

bool call_find_home(const struct call *call, struct home *home, struct failure *why)
{
	return home_find(call_option(call, "home"), home, why);
}

bool call_become_owner(struct call *call, const struct home *home, struct failure *why)
{
	/* Who has become the owner is nobody else any more. */
	if (call->actor.user[0] == '\0')
		actor_find(&call->actor);
	return owner_become(home->directory, why);
}

bool call_open_vault(struct call *call, struct failure *why)
{
	struct home home;

	if (!call_find_home(call, &home, why) || !call_become_owner(call, &home, why))
		return false;
	call->has_vault = true;
	if (!vault_open(&home, &call->vault, why))
		return false;
	call->vault.actor = call->actor;
	return true;
}

void call_close_vault(struct call *call)
{
	if (call->has_vault)
		vault_close(&call->vault);
	call->has_vault = false;
}

void call_note(struct call *call, const struct audit_event *event)
{
	struct failure why;

	if (!operator_note(&call->vault, event, &why))
		say("This is not in the audit log: %s", why.text);
}

bool misused(struct call *call, struct failure *why, const char *format, ...)
{
	char text[FAILURE_TEXT_SIZE];
	va_list arguments;

	call->misused = true;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return fail(why, FAILURE_INVALID, "%s", text);
}

void say(const char *format, ...)
{
	buffer_auto line = BUFFER_INIT;
	char text[2 * FAILURE_TEXT_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	buffer_append_string(&line, "jwkmintctl: ");
	printable_append(&line, text);
	buffer_append_byte(&line, '\n');
	file_write_all(STDERR_FILENO, line.data, line.length);
}
