#include "ctl/printable.h"
#include "ctl/progress.h"
#include "ctl/table.h"
#include "ctl/verbs.h"
#include "ctl/verified.h"

#include "mint/backup.h"

static void show_pages(size_t pages, void *context)
{
	progress_count(context, pages, "pages copied");
}

static void show_rows(const struct verification *verification, void *context)
{
	progress_count(context, verification->rows, "rows of the copy read");
}

static const struct column columns[] = {
	{"backup", "directory", false},
	{"made", "made", false},
	{"store", "store", false},
	{"JWKs", "jwks", false},
	{"bytes", "bytes", false},
	{"proved", "verified", false},
	{NULL, NULL, false},
};

static void print(struct call *call, const char *path, const struct backup_list *list)
{
	int64_t bytes = 0;
	table_auto table;

	for (size_t i = 0; i < list->count; i++)
		bytes += list->files[i].size;
	table_init(&table, columns, call->json);
	table_put(&table, path);
	table_put_time(&table, list->made);
	table_put(&table, list->store);
	table_put_integer(&table, list->jwks);
	table_put_integer(&table, bytes);
	table_put_boolean(&table, true);
	table_print_record(&table, &call->out);
	if (call->json)
		return;
	buffer_append_string(&call->out, "\nThe keyring is not in it: without ");
	printable_append(&call->out, call->vault.home.keyring);
	buffer_append_string(&call->out,
		"\nnobody can open these keys. Keep a copy of that in a safe place of its own.\n");
}

bool run_backup(struct call *call, struct failure *why)
{
	const char *path = call_word(call, 0);
	verification_auto verification = VERIFICATION_INIT;
	backup_list_auto list = BACKUP_LIST_INIT;
	struct progress progress;
	const struct backup_progress shown = {show_pages, show_rows, &progress};
	const struct audit_event event = {.action = AUDIT_BACKUP, .object = path};

	progress_begin(&progress);

	bool done = backup_make(&call->vault, path, &shown, &verification, &list, why);

	progress_end(&progress);
	if (!done && verification.problem_count > 0 && !call->json)
		verified_print(&verification, &call->out);
	if (!done)
		return false;
	call_note(call, &event);
	print(call, path, &list);
	return true;
}
