#include "ctl/outcomes.h"

#include "ctl/table.h"

const struct outcome_words outcome_deployed = {"written", "current", "failed"};
const struct outcome_words outcome_checked = {"current", "current", "behind"};

static const struct column outcome_columns[] = {
	{"ENVIRONMENT", "environmentName", false},
	{"PROJECT", "projectName", false},
	{"RESULT", "result", false},
	{NULL, "success", false},
	{"MESSAGE", "message", false},
	{NULL, NULL, false},
};

static const char *outcome_word(const struct outcome *outcome, const struct outcome_words *words)
{
	if (!outcome->success)
		return words->failed;
	return outcome->was_current ? words->current : words->done;
}

void outcomes_print(const struct deployment *deployment, const struct outcome_words *words,
	bool failed_only, bool json, struct buffer *out)
{
	table_auto table;

	table_init(&table, outcome_columns, json);
	for (size_t i = 0; i < deployment->count; i++) {
		const struct outcome *outcome = &deployment->outcomes[i];

		if (failed_only && outcome->success)
			continue;
		table_put(&table, outcome->environment);
		table_put(&table, outcome->project);
		table_put(&table, outcome_word(outcome, words));
		table_put_boolean(&table, outcome->success);
		table_put(&table, outcome->message);
	}
	table_print(&table, out);
}
