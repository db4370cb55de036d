#include "ctl/jwk_common.h"
#include "ctl/table.h"
#include "ctl/verbs.h"

#include "deploy/attributes.h"
#include "mint/admin.h"
#include "mint/change.h"
#include "mint/generate.h"
#include "mint/keys.h"

struct integers {
	int64_t size;
	int64_t salt_length;
	int64_t iterations;
};

/* `request` points into `integers`. */
static bool read_integers(struct call *call, struct integers *integers,
	struct generate_request *request, struct failure *why)
{
	const struct {
		const char *option;
		int64_t *number;
		const int64_t **member;
	} options[] = {
		{"size", &integers->size, &request->size},
		{"password-salt-length", &integers->salt_length, &request->password_salt_length},
		{"password-iterations", &integers->iterations, &request->password_iterations},
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		bool given;

		if (!options_integer(
			    &call->options, options[i].option, options[i].number, &given, why)) {
			call->misused = true;
			return false;
		}
		*options[i].member = given ? options[i].number : NULL;
	}
	return true;
}

bool run_jwk_generate(struct call *call, struct failure *why)
{
	struct generate_request request = {
		.name = call_word(call, 1),
		.description = call_option(call, "description"),
		.type = call_option(call, "type"),
		.kid = call_option(call, "kid"),
		.curve = call_option(call, "curve"),
		.use = jwk_common_use(call_option(call, "use")),
		.algorithm = call_option(call, "algorithm"),
		.kid_type = call_option(call, "kid-type"),
		.not_before = call_option(call, "not-before"),
		.expiration = call_option(call, "expires"),
	};
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct integers integers;
	struct project project;

	if (!read_integers(call, &integers, &request, why) || !call_open_vault(call, why) ||
		!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!generate_jwk(&call->vault, &project, &request, &deployment, why))
		return false;
	return jwk_common_finish(call, &deployment, why);
}

bool run_jwk_set(struct call *call, struct failure *why)
{
	const struct jwk_change change = {
		.name = call_option(call, "name"),
		.description = call_option(call, "description"),
	};
	deployment_auto deployment = DEPLOYMENT_INIT;
	buffer_auto tag = BUFFER_INIT;
	struct project project;

	if (change.name == NULL && change.description == NULL)
		return misused(call, why, "Nothing to set: give --name, --description, or both.");
	if (!call_open_vault(call, why) ||
		!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!change_jwk(&call->vault, &project, call_word(call, 1), &change, &deployment, &tag,
			why))
		return false;
	return jwk_common_finish(call, &deployment, why);
}

bool run_jwk_remove(struct call *call, struct failure *why)
{
	deployment_auto deployment = DEPLOYMENT_INIT;
	struct project project;

	if (!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!delete_jwk(&call->vault, &project, call_word(call, 1), NULL, &deployment, why))
		return false;
	return jwk_common_finish(call, &deployment, why);
}

static const struct column key_columns[] = {
	{"NAME", "name", false},
	{NULL, "description", false},
	{NULL, "projectId", false},
	{"SOURCE", "sourceType", false},
	{NULL, "sourceId", false},
	{NULL, "sourceUrl", false},
	{"TYPE", "type", false},
	{"USE", "use", false},
	{"ALG", "alg", false},
	{"KID", "kid", false},
	{"NOT BEFORE", "notBeforeTime", false},
	{"EXPIRES", "expirationTime", false},
	{NULL, "createdAt", false},
	{NULL, NULL, false},
};

static const struct column shown_columns[] = {
	{"name", "name", false},
	{"description", "description", false},
	{"project id", "projectId", false},
	{"source", "sourceType", false},
	{"source id", "sourceId", false},
	{"source URL", "sourceUrl", false},
	{"type", "type", false},
	{"use", "use", false},
	{"alg", "alg", false},
	{"kid", "kid", false},
	{"not before", "notBeforeTime", false},
	{"expires", "expirationTime", false},
	{"created", "createdAt", false},
	{"public JWK", "jwk", false},
	{NULL, NULL, false},
};

static void put_key(struct table *table, const struct key_record *key)
{
	char project[ID_TEXT_SIZE], source[ID_TEXT_SIZE] = "";

	id_format(&key->project, project);
	if (key->has_source)
		id_format(&key->source_id, source);
	table_put(table, key->name);
	table_put(table, key->description);
	table_put(table, project);
	table_put(table, key->source);
	table_put(table, source);
	table_put(table, key->source_url.data);
	table_put(table, key->type);
	table_put(table, key->use);
	table_put(table, key->algorithm);
	table_put(table, key->kid);
	table_put_time(table, key->not_before);
	table_put_time(table, key->expires);
	table_put_time(table, key->created);
}

bool run_jwk_list(struct call *call, struct failure *why)
{
	const struct list_page all = LIST_PAGE_ALL;
	key_list_auto list = KEY_LIST_INIT;
	key_record_auto key = KEY_RECORD_INIT;
	struct project project;
	table_auto table;

	table_init(&table, key_columns, call->json);
	if (!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!keys_list(&call->vault, &project, &all, &list, why))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		if (!key_list_get(&list, i, &key, why))
			return false;
		put_key(&table, &key);
	}
	table_print(&table, &call->out);
	return true;
}

struct lookup {
	const struct id *project;
	const char *name;
	struct key_record *key;
	bool found;
};

static bool look_up(struct transaction *transaction, void *context, struct failure *why)
{
	struct lookup *lookup = context;

	return key_record_find(
		transaction, lookup->project, lookup->name, lookup->key, &lookup->found, why);
}

/* Appends the public JWK; nothing for an oct key, which has no public half. */
static bool write_public(const struct key_record *key, struct buffer *out, struct failure *why)
{
	const struct jwk_attributes attributes = attributes_of(key);
	struct json_writer writer;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (key->public_part.length == 0)
		return true;
	if (!jwk_unpack(key->type, &key->public_part, NULL, &jwk, why))
		return false;
	json_writer_init(&writer, out);
	jwk_write_public(&writer, NULL, &jwk, &attributes);
	return true;
}

bool run_jwk_show(struct call *call, struct failure *why)
{
	key_record_auto key = KEY_RECORD_INIT;
	buffer_auto text = BUFFER_INIT;
	struct project project;
	table_auto table;
	struct lookup lookup = {.project = &project.id, .name = call_word(call, 1), .key = &key};

	table_init(&table, shown_columns, call->json);
	if (!name_check(lookup.name, "JWK name", why) ||
		!admin_project_find(&call->vault, call_word(call, 0), &project, why) ||
		!store_read(call->vault.store, look_up, &lookup, why))
		return false;
	if (!lookup.found)
		return fail(why, FAILURE_NOT_FOUND,
			"Project %s has no JWK %s; `jwkmintctl jwk list` shows what there is.",
			project.name, lookup.name);
	if (!write_public(&key, &text, why))
		return false;
	put_key(&table, &key);
	table_put_json(&table, text.data);
	table_print_record(&table, &call->out);
	return true;
}
