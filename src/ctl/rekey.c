#include "ctl/printable.h"
#include "ctl/progress.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include "mint/rekey.h"

static void show(const struct rekeying *rekeying, void *context)
{
	progress_count(context, rekeying->resealed, "values sealed anew");
}

static const struct column columns[] = {
	{"sealing key", "sealingKey", false},
	{"sealed anew", "resealed", false},
	{"continued", "continued", false},
	{"keys in the keyring", "sealingKeys", false},
	{"keys forgotten", "forgotten", false},
	{NULL, NULL, false},
};

static void print(struct call *call, const struct rekeying *rekeying)
{
	table_auto table;

	table_init(&table, columns, call->json);
	table_put(&table, rekeying->newest);
	table_put_integer(&table, (int64_t)rekeying->resealed);
	table_put_boolean(&table, rekeying->continued);
	table_put_integer(&table, (int64_t)rekeying->keys);
	table_put_integer(&table, (int64_t)rekeying->forgotten);
	table_print_record(&table, &call->out);
	if (call->json)
		return;
	buffer_append_string(&call->out, "\nThe keyring ");
	printable_append(&call->out, call->vault.home.keyring);
	buffer_append_string(&call->out,
		rekeying->keys > 1
			? " was changed: keep a new copy of it (jwkmintctl keyring\nexport). Its old "
			  "keys stay, for backups that were made before; when those are gone,\n"
			  "jwkmintctl rekey --forget-old removes them.\n"
			: " holds only this key now: keep a new copy of it (jwkmintctl\nkeyring "
			  "export). Backups that were made before need a former copy.\n");
}

bool run_rekey(struct call *call, struct failure *why)
{
	struct progress progress;
	struct rekeying rekeying = {.progress = show, .context = &progress};

	progress_begin(&progress);

	bool done = options_has(&call->options, "forget-old")
			    ? rekey_forget_old(&call->vault, &rekeying, why)
			    : rekey(&call->vault, &rekeying, why);

	progress_end(&progress);
	if (done)
		print(call, &rekeying);
	return done;
}
