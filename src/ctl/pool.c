#include "ctl/pool.h"

#include "ctl/progress.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include "base/file.h"
#include "mint/pool_maker.h"

static const struct column columns[] = {
	{"POOL", "pool", false},
	{"READY", "ready", true},
	{"DEPTH", "depth", true},
	{"HITS", "hits", true},
	{"MISSES", "misses", true},
	{"HIT RATE", NULL, true},
	{NULL, NULL, false},
};

static void put_rate(struct table *table, const struct pool_counts *counts)
{
	int64_t wanted = counts->hits + counts->misses;
	buffer_auto rate = BUFFER_INIT;

	if (wanted > 0)
		buffer_printf(&rate, "%lld%%", (long long)(counts->hits * 100 / wanted));
	table_put(table, rate.data);
}

bool pool_print(struct call *call, struct buffer *out, struct failure *why)
{
	struct pool_level levels[POOL_SIZES];
	table_auto table;

	table_init(&table, columns, call->json);
	if (!pool_look(&call->vault, levels, why))
		return false;
	for (size_t i = 0; i < POOL_SIZES; i++) {
		const struct pool_level *level = &levels[i];
		buffer_auto name = BUFFER_INIT;

		buffer_printf(&name, "RSA %u", (unsigned)pool_sizes[i].bits);
		table_put(&table, name.data);
		table_put_integer(&table, (int64_t)level->ready);
		table_put_integer(&table, (int64_t)level->depth);
		table_put_integer(&table, level->counts.hits);
		table_put_integer(&table, level->counts.misses);
		put_rate(&table, &level->counts);
	}
	table_print(&table, out);
	return true;
}

/* One key; `*is_full` instead when there is nothing to be made. */
static bool make_one(struct vault *vault, struct pool_maker *maker, bool *put, bool *is_full,
	struct failure *why)
{
	uint32_t bits;
	jwk_auto jwk;

	jwk_init(&jwk);
	*put = false;
	if (!pool_wanted(vault, &bits, why))
		return false;
	*is_full = bits == 0;
	return *is_full ||
	       (pool_maker_start(maker, bits, why) && pool_maker_take(maker, &jwk, why) &&
		       pool_put(vault, &jwk, put, why));
}

static bool fill(struct call *call, struct pool_maker *maker, size_t *made, struct failure *why)
{
	struct progress progress;
	bool done = true;
	bool is_full = false;
	bool put;

	progress_begin(&progress);
	while (done && !is_full) {
		done = make_one(&call->vault, maker, &put, &is_full, why);
		*made += done && put;
		if (progress.terminal || !maker->steps_back)
			progress_count(&progress, *made, "keys made");
	}
	progress_end(&progress);
	return done;
}

static bool print_filled(struct call *call, size_t made, struct failure *why)
{
	struct json_writer writer;
	buffer_auto levels = BUFFER_INIT;

	if (!pool_print(call, &levels, why))
		return false;
	if (!call->json) {
		buffer_append(&call->out, levels.data, levels.length);
		return true;
	}
	json_writer_init(&writer, &call->out);
	json_put_object(&writer, NULL);
	json_put_integer(&writer, "made", (int64_t)made);
	json_put_raw(&writer, "pool", levels.data, levels.length);
	json_put_end(&writer);
	return true;
}

/*
 * With the right to fill, when it is free: then idle responders save their time. Who has time of
 * his own does it beside them; spare time is not spent twice.
 */
bool run_pool_fill(struct call *call, struct failure *why)
{
	struct pool_maker maker;
	file_auto lock = -1;
	size_t made = 0;

	bool steps_back = options_has(&call->options, "idle");

	if (!pool_tidy(&call->vault, why) || !pool_maker_open(&maker, steps_back, why))
		return false;

	bool may_fill = pool_lock(&call->vault, &lock) || !steps_back;
	bool done = !may_fill || fill(call, &maker, &made, why);

	pool_maker_close(&maker);
	return done && print_filled(call, made, why);
}
