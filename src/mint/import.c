#include "mint/import.h"

#include "base/clock.h"
#include "mint/new_key.h"
#include "mint/origin.h"
#include "mint/plan.h"

#include <stdio.h>
#include <string.h>

static bool check_required(const struct import_request *request, struct failure *why)
{
	return (request->name != NULL && request->name[0] != '\0') ||
	       fail(why, FAILURE_INVALID, "JWK name can not be empty!");
}

static bool check_texts(const struct import_request *request, struct failure *why)
{
	return name_check(request->name, "JWK name", why) &&
	       (request->description == NULL ||
		       description_check(request->description, "JWK description", why));
}

/* Where the curve is good for one use only, a key that names none has that. */
static enum jwk_use choose_use(const struct import *import)
{
	const struct curve *curve = import->jwk.curve;

	if (import->use != JWK_NO_USE || curve == NULL)
		return import->use;
	if (curve->uses == 1U << JWK_SIGNATURE)
		return JWK_SIGNATURE;
	return curve->uses == 1U << JWK_ENCRYPTION ? JWK_ENCRYPTION : JWK_NO_USE;
}

/* A key that can not be used any more, or never, is somebody's mistake. */
static bool check_times(const struct new_key_terms *terms, int64_t now, struct failure *why)
{
	char begin[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE];

	if (terms->expires == KEY_NEVER)
		return true;
	clock_format(terms->not_before, begin);
	clock_format(terms->expires, end);
	if (terms->expires <= now)
		return fail(why, FAILURE_INVALID,
			"The key expired at %s! Only a key that can be used is taken.", end);
	return terms->expires > terms->not_before ||
	       fail(why, FAILURE_INVALID, "The key expires at %s, before it begins at %s!", end,
		       begin);
}

static bool make_terms(const struct import_request *request, const struct origin *origin,
	struct new_key_terms *terms, struct failure *why)
{
	const struct import *import = &origin->import;
	bool symmetric = import->jwk.type == JWK_OCT;
	int64_t now = clock_seconds();

	*terms = (struct new_key_terms){
		.name = request->name,
		.description = request->description,
		.source = origin->type,
		.use = choose_use(import),
		.algorithm = import->algorithm,
		.not_before = import->not_before <= 0 ? now : import->not_before,
		.expires = import->expires == IMPORT_NEVER ? KEY_NEVER : import->expires,
		.password_salt_length = symmetric ? PLAN_SALT_LENGTH : 0,
		.password_iterations = symmetric ? PLAN_ITERATIONS : 0,
	};
	return check_times(terms, now, why);
}

struct holder {
	const struct new_key *key;
	char name[NAME_SIZE];
	bool found;
};

static bool find_holder(struct transaction *transaction, void *context, struct failure *why)
{
	struct holder *holder = context;

	return key_record_kid_holder(transaction, &holder->key->project->id,
		holder->key->record.kid, holder->name, &holder->found, why);
}

/* A thumbprint names one key: whoever has it is this key. Nobody any more: tried again. */
static bool fail_present(struct new_key *key, struct failure *why)
{
	struct holder holder = {.key = key};

	if (!store_read(key->vault->store, find_holder, &holder, why))
		return false;
	return !holder.found ||
	       fail(why, FAILURE_CONFLICT,
		       "This key is in the project already: JWK (name: %s) has its thumbprint as "
		       "kid (%s)!",
		       holder.name, key->record.kid);
}

static bool require_source(
	struct transaction *transaction, const struct new_key *key, struct failure *why)
{
	return origin_require(transaction, key->context, why);
}

static void record_origin(const struct import_request *request, const struct origin *origin,
	struct key_record *record)
{
	if (strcmp(origin->type, "URL") == 0)
		buffer_append_string(&record->source_url, request->url);
	record->has_source = origin->has_source;
	if (!origin->has_source)
		return;
	record->source_id = origin->source.id;
	snprintf(record->source_environment, sizeof record->source_environment, "%s",
		origin->environment);
	snprintf(record->source_alias, sizeof record->source_alias, "%s",
		request->alias == NULL ? "" : request->alias);
}

/* Takes the key out of `origin` and gives it all that it is stored with. */
static bool prepare(const struct import_request *request, struct origin *origin,
	struct new_key *key, struct failure *why)
{
	struct import *import = &origin->import;
	struct new_key_terms terms;

	key->kid = import->kid.length > 0 ? import->kid.data : NULL;
	if (!import_designate(import, request->use, request->algorithm, why) ||
		!make_terms(request, origin, &terms, why))
		return false;
	key->kid_type = import->jwk.type == JWK_OCT ? KID_RANDOM : KID_SHA256;
	key->action = AUDIT_JWK_IMPORT;
	key->renew = fail_present;
	key->require = require_source;
	key->context = origin;
	key->jwk = import->jwk;
	jwk_init(&import->jwk);
	new_key_describe(key, &terms);
	buffer_append(&key->record.extra, import->extra.data, import->extra.length);
	record_origin(request, origin, &key->record);
	return true;
}

static bool take_in(struct vault *vault, const struct project *project,
	const struct import_request *request, struct origin *origin, struct deployment *deployment,
	struct failure *why)
{
	new_key_auto key;

	new_key_init(&key, vault, project);
	if (!prepare(request, origin, &key, why) || !new_key_store(&key, why))
		return false;
	deploy_project(vault, project, &key.seen, deployment);
	return true;
}

bool import_jwk(struct vault *vault, const struct project *project,
	const struct import_request *request, struct deployment *deployment, struct failure *why)
{
	origin_auto origin;

	origin_init(&origin);
	return check_required(request, why) && origin_check_required(request, why) &&
	       check_texts(request, why) && origin_check_values(request, why) &&
	       new_key_look_ahead(vault, project, request->name, NULL, why) &&
	       origin_get(vault, project, request, &origin, why) &&
	       take_in(vault, project, request, &origin, deployment, why);
}

bool import_key(struct vault *vault, const struct project *project,
	const struct import_request *request, struct import *import, struct deployment *deployment,
	struct failure *why)
{
	origin_auto origin;

	origin_init(&origin);
	origin.type = request->source_type;
	origin.import = *import;
	import_init(import);
	return check_required(request, why) && check_texts(request, why) &&
	       take_in(vault, project, request, &origin, deployment, why);
}
