#include "deploy/snapshot.h"

#include "base/array.h"
#include "base/clock.h"
#include "store/key_row.h"
#include "store/key_scan.h"

#include <stdlib.h>

struct taking {
	const struct project *project;
	snapshot_needs needs;
	void *context;
	struct snapshot *snapshot;
	struct transaction *transaction;
};

void snapshot_free(struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->environment_count; i++)
		environment_free(&snapshot->environments[i]);
	for (size_t i = 0; i < snapshot->count; i++)
		buffer_free(&snapshot->keys[i].sealed);
	buffer_free(&snapshot->rows);
	free(snapshot->environments);
	free(snapshot->keys);
	*snapshot = (struct snapshot)SNAPSHOT_INIT;
}

static bool take_environment(
	const struct environment *environment, void *context, struct failure *why)
{
	struct taking *taking = context;
	struct snapshot *snapshot = taking->snapshot;

	(void)why;
	snapshot->environments = array_grow(snapshot->environments, snapshot->environment_count,
		sizeof *snapshot->environments);

	struct environment *taken = &snapshot->environments[snapshot->environment_count++];

	*taken = (struct environment)ENVIRONMENT_INIT;
	environment_copy(taken, environment);
	return true;
}

static bool take_key(
	const struct key_record *key, const struct buffer *row, void *context, struct failure *why)
{
	struct taking *taking = context;
	struct snapshot *snapshot = taking->snapshot;

	snapshot->keys = array_grow(snapshot->keys, snapshot->count, sizeof *snapshot->keys);

	struct snapshot_key *taken = &snapshot->keys[snapshot->count++];

	*taken = (struct snapshot_key){
		.row = snapshot->rows.length, .length = row->length, .sealed = BUFFER_INIT};
	buffer_append(&snapshot->rows, row->data, row->length);
	return !taking->needs(key, snapshot->now, taking->context) ||
	       key_record_material(taking->transaction, key, &taken->sealed, why);
}

static bool take_project(
	struct transaction *transaction, struct taking *taking, struct failure *why)
{
	struct snapshot *snapshot = taking->snapshot;
	const struct project *wanted = taking->project;
	struct project project;

	snapshot_free(snapshot);
	snapshot->now = clock_seconds();
	if (!project_find(transaction, wanted->name, &project, &snapshot->exists, why))
		return false;
	snapshot->exists = snapshot->exists && id_equal(&project.id, &wanted->id);
	return !snapshot->exists ||
	       (project_generation(transaction, &wanted->id, &snapshot->generation, why) &&
		       environment_each_serving(
			       transaction, &wanted->id, take_environment, taking, why));
}

bool snapshot_look(struct transaction *transaction, const struct project *project,
	struct snapshot *snapshot, struct failure *why)
{
	struct taking taking = {.project = project, .snapshot = snapshot};

	return take_project(transaction, &taking, why);
}

static bool take(struct transaction *transaction, void *context, struct failure *why)
{
	struct taking *taking = context;

	taking->transaction = transaction;
	if (!take_project(transaction, taking, why))
		return false;
	return !taking->snapshot->exists || taking->needs == NULL ||
	       key_scan_each_row(transaction, &taking->project->id, take_key, taking, why);
}

bool snapshot_take(struct vault *vault, const struct project *project, snapshot_needs needs,
	void *context, struct snapshot *snapshot, struct failure *why)
{
	struct taking taking = {
		.project = project,
		.needs = needs,
		.context = context,
		.snapshot = snapshot,
	};

	return store_read_durable(vault->store, take, &taking, why);
}

bool snapshot_read_key(const struct snapshot *snapshot, const struct snapshot_key *key,
	struct key_record *record, struct failure *why)
{
	const struct buffer row = {.data = snapshot->rows.data + key->row, .length = key->length};

	return key_row_decode(&row, record, why);
}
