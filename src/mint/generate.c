#include "mint/generate.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "mint/plan.h"

#include <stdio.h>
#include <string.h>

/* A new key on its way into the store. */
struct birth {
	struct vault *vault;
	const struct project *project;
	const struct generate_request *request;
	struct plan plan;
	struct jwk jwk;           /* owned */
	struct key_record record; /* owned */
	struct buffer sealed;     /* owned */
	enum key_taken taken;     /* what stood in the way */
	int64_t kid_milliseconds; /* the time that a kid of time is made from */
};

static void birth_free(struct birth *birth)
{
	jwk_free(&birth->jwk);
	key_record_free(&birth->record);
	buffer_free(&birth->sealed);
}

static bool fail_name(struct failure *why, const char *name)
{
	return fail(why, FAILURE_CONFLICT,
		"JWK (name: %s) is already exist! Try update operation if want to change its "
		"value.",
		name);
}

static bool fail_kid(struct failure *why, const char *kid)
{
	return fail(why, FAILURE_CONFLICT,
		"JWK kid (%.*s) is already used in this project! Choose another one, or leave it "
		"out to have one made.",
		UTF8_SHOWN(kid));
}

/* Before the work of making a key; the insertion has the last word. */
static bool look_ahead(struct transaction *transaction, void *context, struct failure *why)
{
	struct birth *birth = context;
	const struct generate_request *request = birth->request;
	key_record_auto existing = KEY_RECORD_INIT;
	bool found, taken = false;

	if (!key_record_find(
		    transaction, &birth->project->id, request->name, &existing, &found, why))
		return false;
	if (found)
		return fail_name(why, request->name);
	if (request->kid != NULL &&
		!key_record_kid_taken(transaction, &birth->project->id, request->kid, &taken, why))
		return false;
	return !taken || fail_kid(why, request->kid);
}

static void copy_text(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from == NULL ? "" : from);
}

static void make_record(struct birth *birth)
{
	const struct generate_request *request = birth->request;
	const struct plan *plan = &birth->plan;
	struct key_record *record = &birth->record;

	id_make(&record->id);
	record->project = birth->project->id;
	record->version = 1;
	copy_text(record->name, sizeof record->name, request->name);
	copy_text(record->description, sizeof record->description, request->description);
	copy_text(record->type, sizeof record->type, jwk_type_names[plan->type].name);
	copy_text(record->use, sizeof record->use, jwk_use_name(plan->use));
	copy_text(record->algorithm, sizeof record->algorithm,
		plan->algorithm == NULL ? NULL : plan->algorithm->name);
	copy_text(record->source, sizeof record->source, "GENERATE");
	record->not_before = plan->not_before;
	record->expires = plan->expires;
	record->created = clock_seconds();
	record->password_salt_length = plan->password_salt_length;
	record->password_iterations = plan->password_iterations;
	if (plan->type != JWK_OCT)
		jwk_pack_public(&birth->jwk, &record->public_part);
	birth->kid_milliseconds = clock_milliseconds();
}

/* Names the key and seals it under that name: the seal is bound to the kid. */
static void name_and_seal(struct birth *birth)
{
	buffer_auto kid = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;

	if (birth->request->kid != NULL)
		buffer_append_string(&kid, birth->request->kid);
	else
		kid_make(birth->plan.kid_type, &birth->jwk, birth->kid_milliseconds, &kid);
	copy_text(birth->record.kid, sizeof birth->record.kid, kid.data);
	jwk_pack_private(&birth->jwk, &private_part);
	buffer_clear(&birth->sealed);
	vault_seal(birth->vault, &birth->record, &private_part, &birth->sealed);
}

/* Where the kid is a time that is taken: the next millisecond that is not. */
static bool find_free_time(
	struct transaction *transaction, struct birth *birth, struct failure *why)
{
	bool taken = true;

	while (taken) {
		buffer_auto kid = BUFFER_INIT;

		birth->kid_milliseconds++;
		kid_make(birth->plan.kid_type, &birth->jwk, birth->kid_milliseconds, &kid);
		if (!key_record_kid_taken(transaction, &birth->project->id, kid.data, &taken, why))
			return false;
	}
	return true;
}

static bool insert(struct transaction *transaction, void *context, struct failure *why)
{
	struct birth *birth = context;
	struct project project;
	uint64_t generation;
	bool found;

	if (!project_find(transaction, birth->project->name, &project, &found, why))
		return false;
	if (!found || !id_equal(&project.id, &birth->project->id))
		return fail(why, FAILURE_NOT_FOUND,
			"Project(%s) was not found or user does not have privilege to access it!",
			birth->project->name);
	if (!key_record_insert(transaction, &birth->record, &birth->sealed, &birth->taken, why))
		return false;
	switch (birth->taken) {
	case KEY_TAKEN_NAME:
		return fail_name(why, birth->record.name);
	case KEY_TAKEN_KID:
		if (birth->request->kid != NULL)
			return fail_kid(why, birth->record.kid);
		if (birth->plan.kid_type == KID_TIMESTAMP || birth->plan.kid_type == KID_ISO_DATE)
			return find_free_time(transaction, birth, why);
		return true;
	default:
		return project_advance(transaction, &project.id, &generation, why);
	}
}

/* A kid that was made and is taken is made anew; for a thumbprint that means a new key. */
static bool store_key(struct birth *birth, struct failure *why)
{
	const struct plan *plan = &birth->plan;

	for (;;) {
		name_and_seal(birth);
		if (!store_write(birth->vault->store, insert, birth, why))
			return false;
		if (birth->taken == KEY_TAKEN_NOTHING)
			return true;
		if (plan->kid_type != KID_SHA256 && plan->kid_type != KID_SHA1)
			continue;
		jwk_free(&birth->jwk);
		buffer_clear(&birth->record.public_part);
		if (!jwk_generate(plan->type, plan->bits, plan->curve, &birth->jwk, why))
			return false;
		jwk_pack_public(&birth->jwk, &birth->record.public_part);
	}
}

bool generate_jwk(struct vault *vault, const struct project *project,
	const struct generate_request *request, struct deployment *deployment, struct failure *why)
{
	__attribute__((cleanup(birth_free))) struct birth birth = {
		.vault = vault,
		.project = project,
		.request = request,
		.record = KEY_RECORD_INIT,
		.sealed = BUFFER_INIT,
	};
	const struct plan *plan = &birth.plan;

	jwk_init(&birth.jwk);
	if (!plan_make(request, clock_seconds(), &birth.plan, why) ||
		!store_read(vault->store, look_ahead, &birth, why) ||
		!jwk_generate(plan->type, plan->bits, plan->curve, &birth.jwk, why))
		return false;
	make_record(&birth);
	if (!store_key(&birth, why))
		return false;
	deploy_project(vault, project, deployment);
	return true;
}
