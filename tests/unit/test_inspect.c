/* What an inspection looks up later, and how it finds out what it need not look up. */

#include "unit.h"

#include "store/inspect_batch.h"
#include "store/kid_sums.h"

#include <string.h>

static void add(struct inspect_batch *batch, const char *key, const char *value)
{
	buffer_auto key_bytes = BUFFER_INIT;
	buffer_auto value_bytes = BUFFER_INIT;

	buffer_append_string(&key_bytes, key);
	buffer_append_string(&value_bytes, value);
	inspect_batch_add(batch, &key_bytes, &value_bytes);
}

static void expect(const struct inspect_batch *batch, const char *text)
{
	buffer_auto all = BUFFER_INIT;
	buffer_auto key = BUFFER_INIT;
	buffer_auto value = BUFFER_INIT;

	for (size_t i = 0; i < batch->count; i++) {
		inspect_batch_get(batch, i, &key, &value);
		buffer_printf(&all, "%s=%s ", key.data, value.data);
	}
	assert_string_equal(all.data, text);
}

static void a_batch_is_sorted_by_what_its_rows_lead_to(void **state)
{
	struct inspect_batch batch = INSPECT_BATCH_INIT;
	struct inspect_batch more = INSPECT_BATCH_INIT;

	(void)state;
	inspect_batch_sort(&batch);
	add(&batch, "mm", "1");
	add(&batch, "m", "");
	add(&more, "z", "3");
	add(&more, "\xC3\xA4", "4");
	add(&more, "a", "the longest of all");
	inspect_batch_append(&batch, &more);
	expect(&batch, "mm=1 m= z=3 \xC3\xA4=4 a=the longest of all ");
	inspect_batch_sort(&batch);
	expect(&batch, "a=the longest of all m= mm=1 z=3 \xC3\xA4=4 ");
	inspect_batch_clear(&batch);
	expect(&batch, "");
	add(&batch, "k", "again");
	expect(&batch, "k=again ");
	inspect_batch_free(&batch);
	inspect_batch_free(&more);
}

static void a_batch_has_a_bound(void **state)
{
	struct inspect_batch batch = INSPECT_BATCH_INIT;
	char value[1001];

	(void)state;
	memset(value, 'v', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	for (int i = 0; i < 20000 && !inspect_batch_is_full(&batch); i++)
		add(&batch, "k", value);
	assert_true(inspect_batch_is_full(&batch));
	assert_in_range(batch.count, 8000, 18000);
	inspect_batch_clear(&batch);
	assert_false(inspect_batch_is_full(&batch));
	inspect_batch_free(&batch);
}

static const struct {
	char project;
	const char *kid, *name;
} kids[] = {
	{1, "kid", "name"},
	{2, "kid", "name"},
	{1, "kid", "other"},
	{1, "other", "name"},
	{1, "kidn", "ame"},
	{1, "", "kidname"},
};

#define KIDS (sizeof kids / sizeof *kids)

static struct kid_print print_of(size_t index)
{
	const struct id project = {.bytes = {(uint8_t)kids[index].project}};

	return kid_print_of(&project, kids[index].kid, kids[index].name);
}

static void kids_that_were_met_from_both_sides_agree(void **state)
{
	struct kid_sums sums = {0};

	(void)state;
	assert_true(kid_sums_all_agree(&sums));
	for (size_t i = 0; i < 2 * KIDS; i++) {
		const struct kid_print print = print_of(i < KIDS ? i : 2 * KIDS - 1 - i);

		kid_sums_add(&sums, &print);
		assert_int_equal(kid_sums_all_agree(&sums), i == 2 * KIDS - 1);
	}
}

/* Only those that were met from one side, and the few that share a sum with them. */
static void a_kid_that_is_missing_is_pointed_at(void **state)
{
	(void)state;
	for (size_t missing = 0; missing < KIDS; missing++) {
		struct kid_sums sums = {0};

		for (size_t i = 0; i < 2 * KIDS; i++) {
			const struct kid_print print = print_of(i % KIDS);

			if (i != missing)
				kid_sums_add(&sums, &print);
		}
		assert_false(kid_sums_all_agree(&sums));
		for (size_t i = 0; i < KIDS; i++) {
			const struct kid_print print = print_of(i);

			assert_int_equal(kid_sums_agree(&sums, &print), i != missing);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_is_sorted_by_what_its_rows_lead_to),
		cmocka_unit_test(a_batch_has_a_bound),
		cmocka_unit_test(kids_that_were_met_from_both_sides_agree),
		cmocka_unit_test(a_kid_that_is_missing_is_pointed_at),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
