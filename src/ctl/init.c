#include "base/json_writer.h"
#include "ctl/owner.h"
#include "ctl/printable.h"
#include "ctl/verbs.h"

static void print_json(const struct home *home, struct buffer *out)
{
	struct json_writer writer;

	json_writer_init(&writer, out);
	json_put_object(&writer, NULL);
	json_put_string(&writer, "home", home->directory);
	json_put_string(&writer, "database", home->database);
	json_put_string(&writer, "keyring", home->keyring);
	json_put_string(&writer, "bundleRoot", home->bundle_root);
	json_put_end(&writer);
}

static void print_path(const char *what, const char *path, struct buffer *out)
{
	buffer_append_string(out, what);
	printable_append(out, path);
	buffer_append_byte(out, '\n');
}

static void print_text(const struct call *call, const struct home *home, struct buffer *out)
{
	const char *given = call_option(call, "home");

	print_path("store    ", home->database, out);
	print_path("keyring  ", home->keyring, out);
	print_path("bundles  ", home->bundle_root, out);
	buffer_append_string(out,
		"\nKeep a copy of the keyring in a safe place, away from copies of the store: "
		"without it\nnobody can open the keys that will be made here.\n\nNext: "
		"jwkmintctl ");
	if (given != NULL) {
		buffer_append_string(out, "--home ");
		printable_append(out, given);
		buffer_append_byte(out, ' ');
	}
	buffer_append_string(out, "project add NAME\n");
}

bool run_init(struct call *call, struct failure *why)
{
	struct home home;

	if (!call_find_home(call, &home, why) ||
		!owner_begin_home(home.directory, call_option(call, "owner"), why) ||
		!vault_create(&home, why))
		return false;
	if (call->json)
		print_json(&home, &call->out);
	else
		print_text(call, &home, &call->out);
	return true;
}
