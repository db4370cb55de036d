/*
 * fill: puts many keys into a home at once, as they would be after as many requests.
 *
 *   fill HOME PREFIX PROJECTS KEYS
 *
 * Makes projects PREFIX-00000000 and so on, and in each KEYS keys, key-00000000 and so on: EC P-256
 * for ES256 and OCT for HS256 in turn, sealed for the home's keyring. What differs from requests:
 * many keys go into one transaction, and a key pair is used once in each project. Nothing is
 * deployed.
 */
#include "base/clock.h"
#include "jwk/kid.h"
#include "mint/admin.h"
#include "mint/new_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_AT_ONCE 250
#define DAY          86400

/* The key pairs that every project gets. */
struct pairs {
	struct jwk *jwks; /* owned */
	size_t count;
};

/* One transaction. */
struct batch {
	struct vault *vault;
	const struct project *project;
	const struct pairs *pairs;
	size_t first, end;
};

static const struct {
	enum jwk_type type;
	const char *algorithm;
	enum kid_type kid;
} kinds[] = {
	{JWK_EC, "ES256", KID_SHA256},
	{JWK_OCT, "HS256", KID_RANDOM},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static void require(bool done, const struct failure *why)
{
	if (done)
		return;
	fprintf(stderr, "fill: %s\n", why->text);
	exit(EXIT_FAILURE);
}

static void make_pairs(struct pairs *pairs, size_t count)
{
	struct failure why;

	pairs->jwks = calloc(count, sizeof *pairs->jwks);
	pairs->count = count;
	if (pairs->jwks == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		enum jwk_type type = kinds[i % KINDS].type;
		const struct curve *curve = type == JWK_EC ? curve_find(JWK_EC, "P-256") : NULL;

		jwk_init(&pairs->jwks[i]);
		require(jwk_generate(type, 256, curve, &pairs->jwks[i], &why), &why);
	}
}

static void free_pairs(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		jwk_free(&pairs->jwks[i]);
	free(pairs->jwks);
}

static bool put_key(struct transaction *transaction, const struct batch *batch, size_t index,
	struct failure *why)
{
	new_key_auto key;
	buffer_auto kid = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;
	buffer_auto sealed = BUFFER_INIT;
	const struct jwk *jwk = &batch->pairs->jwks[index];
	int64_t now = clock_seconds();
	enum key_taken taken;
	char name[NAME_SIZE];

	snprintf(name, sizeof name, "key-%08zu", index);

	const struct new_key_terms terms = {
		.name = name,
		.source = "GENERATE",
		.use = JWK_SIGNATURE,
		.algorithm = algorithm_find(kinds[index % KINDS].algorithm),
		.not_before = now,
		.expires = now + 365 * (int64_t)DAY,
	};

	new_key_init(&key, batch->vault, batch->project);
	key.jwk.type = jwk->type;
	key.jwk.curve = jwk->curve;
	for (size_t i = 0; i < JWK_MEMBERS; i++)
		buffer_copy(&key.jwk.member[i], &jwk->member[i]);
	new_key_describe(&key, &terms);
	kid_make(kinds[index % KINDS].kid, jwk, 0, &kid);
	snprintf(key.record.kid, sizeof key.record.kid, "%s", kid.data);
	jwk_pack_private(jwk, &private_part);
	vault_seal(batch->vault, &key.record, &private_part, &sealed);
	return key_record_insert(transaction, &key.record, &sealed, &taken, why);
}

static bool put_batch(struct transaction *transaction, void *context, struct failure *why)
{
	const struct batch *batch = context;
	uint64_t generation;

	for (size_t i = batch->first; i < batch->end; i++) {
		if (!put_key(transaction, batch, i, why))
			return false;
	}
	return project_advance(transaction, &batch->project->id, &generation, why);
}

static void fill_project(struct vault *vault, const char *name, const struct pairs *pairs)
{
	struct project project;
	struct failure why;

	require(admin_project_add(vault, name, NULL, &why), &why);
	require(admin_project_find(vault, name, &project, &why), &why);
	for (size_t first = 0; first < pairs->count; first += KEYS_AT_ONCE) {
		size_t end = first + KEYS_AT_ONCE;
		struct batch batch = {.vault = vault,
			.project = &project,
			.pairs = pairs,
			.first = first,
			.end = end < pairs->count ? end : pairs->count};

		require(store_write(vault->store, put_batch, &batch, &why), &why);
	}
}

int main(int count, char **arguments)
{
	struct home home;
	struct vault vault;
	struct pairs pairs;
	struct failure why;
	char name[NAME_SIZE];

	if (count != 5) {
		fputs("usage: fill HOME PREFIX PROJECTS KEYS\n", stderr);
		return 2;
	}
	require(home_find(arguments[1], &home, &why) && vault_open(&home, &vault, &why), &why);
	make_pairs(&pairs, strtoul(arguments[4], NULL, 10));
	for (size_t i = 0; i < strtoul(arguments[3], NULL, 10); i++) {
		snprintf(name, sizeof name, "%s-%08zu", arguments[2], i);
		fill_project(&vault, name, &pairs);
	}
	free_pairs(&pairs);
	vault_close(&vault);
	return EXIT_SUCCESS;
}
