#include "ctl/confinement.h"

#include "confine/landlock.h"
#include "confine/trial.h"
#include "ctl/table.h"

#define RESPONDERS_MAX 1024

static const struct column trial_columns[] = {
	{"no core dumps", "noCoreDumps", false},
	{"no new privileges", "noNewPrivileges", false},
	{"system calls filtered", "systemCallFilter", false},
	{"files by Landlock", "landlock", false},
	{NULL, "landlockVersion", false},
	{NULL, NULL, false},
};

static const struct column responder_columns[] = {
	{"RESPONDER", "pid", true},
	{"NO CORE DUMPS", "noCoreDumps", false},
	{"NO NEW PRIVILEGES", "noNewPrivileges", false},
	{"FILTERED", "systemCallFilter", false},
	{NULL, NULL, false},
};

static void put_common(struct table *table, unsigned holds)
{
	table_put_boolean(table, (holds & HOLDS_NO_CORE) != 0);
	table_put_boolean(table, (holds & HOLDS_NO_PRIVILEGES) != 0);
	table_put_boolean(table, (holds & HOLDS_FILTER) != 0);
}

bool confinement_print(struct call *call, const char *home, struct buffer *out, struct failure *why)
{
	unsigned holds;
	table_auto table;

	table_init(&table, trial_columns, call->json);
	if (!trial_run(home, &holds, why))
		return false;
	put_common(&table, holds);
	table_put_boolean(&table, (holds & HOLDS_LANDLOCK) != 0);
	table_put_integer(&table, landlock_version());
	table_print_record(&table, out);
	return true;
}

void responders_print(struct call *call, struct buffer *out)
{
	struct responder responders[RESPONDERS_MAX];
	size_t count = responders_seen(responders, RESPONDERS_MAX);
	table_auto table;

	table_init(&table, responder_columns, call->json);
	for (size_t i = 0; i < count; i++) {
		table_put_integer(&table, responders[i].pid);
		put_common(&table, responders[i].holds);
	}
	table_print(&table, out);
}
