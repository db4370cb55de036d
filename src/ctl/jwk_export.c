#include "ctl/input.h"
#include "ctl/printable.h"
#include "ctl/verbs.h"

#include "deploy/attributes.h"
#include "jwk/pem.h"
#include "mint/admin.h"
#include "mint/keys.h"

#include <string.h>

/* What is asked for, and what goes with it. */
struct export
{
	const char *project;
	const char *name;
	bool pem;
	bool private;
};

static bool read_format(struct call *call, struct export *export, struct failure *why)
{
	const char *format = call_option(call, "format");

	export->pem = format != NULL && strcmp(format, "pem") == 0;
	if (format != NULL && !export->pem && strcmp(format, "jwk") != 0)
		return misused(call, why, "--format (%s) is not supported! Valid values: jwk, pem",
			format);
	if (export->pem && call->json)
		return misused(call, why, "--json and --format pem contradict each other.");
	return true;
}

/* Before the vault is open: nobody waits for an answer. */
static bool confirm(struct call *call, const struct export *export, struct failure *why)
{
	buffer_auto question = BUFFER_INIT;
	bool yes;

	if (!export->private || options_has(&call->options, "yes"))
		return true;
	printable_append(&question, "Print the private key of JWK ");
	printable_append(&question, export->name);
	printable_append(&question, ", project ");
	printable_append(&question, export->project);
	printable_append(&question, "? Whoever sees it can use it. [yes/no] ");
	if (!input_confirm(question.data, &yes, why))
		return false;
	return yes || fail(why, FAILURE_INVALID, "Nothing was printed.");
}

static bool check_halves(
	const struct export *export, const struct key_record *key, struct failure *why)
{
	bool symmetric = key->public_part.length == 0;

	if (export->private && key->public_only)
		return fail(why, FAILURE_INVALID,
			"JWK %s has no private half; leave --private out.", key->name);
	if (!export->private && symmetric)
		return fail(why, FAILURE_INVALID,
			"JWK %s is an OCT key: it has no public half; --private exports it.",
			key->name);
	if (export->pem && symmetric)
		return fail(why, FAILURE_INVALID,
			"JWK %s is an OCT key: there is no PEM form of it, use --format jwk.",
			key->name);
	return true;
}

static bool write_key(const struct export *export, const struct key_record *key,
	const struct jwk *jwk, struct buffer *out, struct failure *why)
{
	const struct jwk_attributes attributes = attributes_of(key);
	struct json_writer writer;

	if (export->pem && export->private)
		return pem_write_private(jwk, out, why);
	if (export->pem)
		return pem_write_public(jwk, out, why);
	json_writer_init(&writer, out);
	if (export->private)
		jwk_write_private(&writer, NULL, jwk, &attributes);
	else
		jwk_write_public(&writer, NULL, jwk, &attributes);
	return true;
}

bool run_jwk_export(struct call *call, struct failure *why)
{
	struct export export = {
		.project = call_word(call, 0),
		.name = call_word(call, 1),
		.private = options_has(&call->options, "private"),
	};
	struct look look = {.is_shown = export.private};
	key_record_auto key = KEY_RECORD_INIT;
	struct project project;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!read_format(call, &export, why) || !confirm(call, &export, why) ||
		!call_open_vault(call, why) ||
		!admin_project_find(&call->vault, export.project, &project, why) ||
		!keys_get(&call->vault, &project, export.name, &look, &key, &jwk, why))
		return false;
	if (look.is_unnoted)
		say("This is not in the audit log: the disk is full.");
	return check_halves(&export, &key, why) && write_key(&export, &key, &jwk, &call->out, why);
}
