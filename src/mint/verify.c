#include "mint/verify.h"

#include "base/utf8.h"
#include "jwk/certificate.h"
#include "jwk/jwk.h"
#include "jwk/keystore.h"
#include "mint/sources.h"

#include <string.h>

struct work {
	struct vault *vault;
	struct verification *verification;
};

void verification_free(struct verification *verification)
{
	buffer_free(&verification->problems);
}

static void note(const char *sentence, void *context)
{
	struct verification *verification = ((struct work *)context)->verification;

	if (verification->problem_count++ < VERIFY_PROBLEMS)
		buffer_append(&verification->problems, sentence, strlen(sentence) + 1);
}

static bool check_key(struct vault *vault, const struct key_record *key,
	const struct buffer *sealed, struct failure *why)
{
	buffer_auto private_part = BUFFER_INIT;
	jwk_auto jwk;

	jwk_init(&jwk);
	return (key->public_only || vault_open_seal(vault, key, sealed, &private_part, why)) &&
	       jwk_unpack(key->type, &key->public_part, key->public_only ? NULL : &private_part,
		       &jwk, why) &&
	       jwk_check(&jwk, why);
}

static bool look_at_key(const struct key_record *key, const struct buffer *sealed, void *context,
	struct failure *why)
{
	struct work *work = context;

	if (!check_key(work->vault, key, sealed, why))
		return false;
	work->verification->opened += !key->public_only;
	return true;
}

static bool check_key_entry(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct failure *why)
{
	const struct buffer *public_part = &entry->public_part;
	buffer_auto secret = BUFFER_INIT;
	jwk_auto private_key;
	jwk_auto public_key;

	jwk_init(&private_key);
	jwk_init(&public_key);
	if (!import_public_key(
		    public_part->data, public_part->length, "its public key", &public_key, why))
		return false;
	if (entry->sealed.length == 0)
		return true;
	if (!sources_open(vault, source, entry, &secret, NULL, why) ||
		!import_private_key(
			secret.data, secret.length, "its private key", &private_key, why))
		return false;
	return import_same_key(&private_key, &public_key) ||
	       fail(why, FAILURE_INTERNAL, "its private key is not that of its public key.");
}

static bool check_certificate_entry(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct failure *why)
{
	certificate_auto certificate;

	(void)vault;
	(void)source;
	certificate_init(&certificate);
	return certificate_read(
		entry->public_part.data, entry->public_part.length, &certificate, why);
}

static bool check_keystore_entry(struct vault *vault, const struct source_record *source,
	const struct source_entry *entry, struct failure *why)
{
	buffer_auto file = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	if (entry->sealed.length == 0)
		return fail(why, FAILURE_INTERNAL, "its file is missing.");
	return sources_open(vault, source, entry, &file, &password, why) &&
	       keystore_check(&file, password.data, why);
}

static bool (*const entry_checks[SOURCE_KINDS])(struct vault *vault,
	const struct source_record *source, const struct source_entry *entry,
	struct failure *why) = {
	[SOURCE_KEY] = check_key_entry,
	[SOURCE_CERTIFICATE] = check_certificate_entry,
	[SOURCE_KEYSTORE] = check_keystore_entry,
};

static void look_at_source(const struct source_record *source, void *context)
{
	struct work *work = context;
	struct failure why;

	for (size_t i = 0; i < source->count; i++) {
		const struct source_entry *entry = &source->entries[i];

		if (entry_checks[source->kind](work->vault, source, entry, &why)) {
			work->verification->opened += entry->sealed.length > 0;
			continue;
		}
		fail_within(&why,
			"%s \"%.*s\" in environment \"%.*s\": ", source_words[source->kind].title,
			UTF8_SHOWN(source->name), UTF8_SHOWN(entry->environment));
		note(why.text, work);
	}
}

static bool check_pooled(struct vault *vault, const struct pool_record *record, struct failure *why)
{
	buffer_auto private_part = BUFFER_INIT;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!vault_open_pooled(vault, record, &private_part, why) ||
		!jwk_unpack("RSA", &record->public_part, &private_part, &jwk, why) ||
		!jwk_check(&jwk, why))
		return false;
	return jwk_bits(&jwk) == record->bits ||
	       fail(why, FAILURE_INTERNAL, "it has %u bits.", jwk_bits(&jwk));
}

static void look_at_pooled(const struct pool_record *record, void *context)
{
	struct work *work = context;
	char id[ID_TEXT_SIZE];
	struct failure why;

	if (check_pooled(work->vault, record, &why)) {
		work->verification->opened++;
		return;
	}
	id_format(&record->id, id);
	fail_within(&why, "Key %s of the pool for %u bits: ", id, (unsigned)record->bits);
	note(why.text, work);
}

static void show(size_t rows, void *context)
{
	struct verification *verification = ((struct work *)context)->verification;

	verification->rows = rows;
	if (verification->progress != NULL)
		verification->progress(verification, verification->context);
}

bool verify_store(struct vault *vault, struct verification *verification, struct failure *why)
{
	struct work work = {vault, verification};
	const struct inspection inspection = {
		.key = look_at_key,
		.source = look_at_source,
		.pooled = look_at_pooled,
		.problem = note,
		.progress = show,
		.context = &work,
	};

	return inspect(vault->store, &inspection, verification->counts, why);
}
