#include "deploy/compose.h"

#include "deploy/attributes.h"
#include "deploy/key_path.h"
#include "deploy/manifest_text.h"
#include "deploy/state.h"
#include "jwk/pem.h"

#define PUBLIC_MODE 0644
#define SEALED_MODE 0640
#define PLAIN_MODE  0600

/* One key on its way into the bundle. */
struct entry {
	const struct snapshot_key *key;
	enum key_state state;
	bool symmetric;
	struct buffer private_path; /* owned; empty: not there (yet, or any more) */
	struct buffer pem_path;     /* owned; the public PEM; empty: none */
};

static void entry_free(struct entry *entry)
{
	buffer_free(&entry->private_path);
	buffer_free(&entry->pem_path);
}

static struct entry make_entry(const struct compose_source *source, const struct snapshot_key *key)
{
	const struct key_record *record = &key->record;
	enum environment_private mode = source->environment->private_mode;
	struct entry entry = {
		.key = key,
		.state = key_state(record, source->now),
		.symmetric = record->public_part.length == 0,
		.private_path = BUFFER_INIT,
		.pem_path = BUFFER_INIT,
	};

	if (private_half_belongs(record, mode, source->now))
		key_path_private(record, mode, &entry.private_path);
	if (!entry.symmetric && entry.state != KEY_EXPIRED && record->algorithm[0] != '\0')
		key_path_public_pem(record, &entry.pem_path);
	return entry;
}

static bool put_private(const struct compose_source *source, const struct entry *entry,
	struct bundle *bundle, struct failure *why)
{
	const struct key_record *record = &entry->key->record;
	bool sealed = source->environment->private_mode == PRIVATE_SEALED;
	buffer_auto pem_path = BUFFER_INIT;
	buffer_auto private_part = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	buffer_auto pem = BUFFER_INIT;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!vault_open_seal(source->vault, record, &entry->key->sealed, &private_part, why) ||
		!jwk_unpack(record->type, &record->public_part, &private_part, &jwk, why) ||
		!private_half_write(record, &jwk, source->environment, source->recipient,
			source->project->name, &content, why))
		return false;
	bundle_put(bundle, NULL, entry->private_path.data, sealed ? SEALED_MODE : PLAIN_MODE,
		&content);
	if (sealed || entry->symmetric)
		return true;
	if (!pem_write_private(&jwk, &pem, why))
		return false;
	key_path_private_pem(record, &pem_path);
	bundle_put(bundle, NULL, pem_path.data, PLAIN_MODE, &pem);
	return true;
}

static bool keep_private(
	const struct compose_source *source, const struct entry *entry, struct bundle *bundle)
{
	bool sealed = source->environment->private_mode == PRIVATE_SEALED;
	mode_t mode = sealed ? SEALED_MODE : PLAIN_MODE;
	buffer_auto pem_path = BUFFER_INIT;

	if (private_half_needed(&entry->key->record, source->environment, &source->recipient->kid,
		    source->previous, source->now))
		return false;
	bundle_keep(bundle, source->previous, entry->private_path.data, mode);
	if (!sealed && !entry->symmetric) {
		key_path_private_pem(&entry->key->record, &pem_path);
		bundle_keep(bundle, source->previous, pem_path.data, mode);
	}
	return true;
}

static bool put_pem(const struct compose_source *source, const struct entry *entry,
	const struct jwk *jwk, struct bundle *bundle, struct failure *why)
{
	buffer_auto pem = BUFFER_INIT;

	if (bundle_keep(bundle, source->previous, entry->pem_path.data, PUBLIC_MODE))
		return true;
	if (!pem_write_public(jwk, &pem, why))
		return false;
	bundle_put(bundle, NULL, entry->pem_path.data, PUBLIC_MODE, &pem);
	return true;
}

/* Everything that is being written while the keys pass by, one after the other. */
struct composition {
	const struct compose_source *source;
	struct bundle *bundle;
	struct buffer sets[2]; /* public/jwks.json, public/jwks-enc.json */
	struct json_writer set_writers[2];
	struct buffer keys; /* the manifest's list of keys */
	struct json_writer keys_writer;
	int64_t next_change;
};

static bool put_public(
	struct composition *composition, const struct entry *entry, struct failure *why)
{
	const struct key_record *record = &entry->key->record;
	const struct jwk_attributes attributes = attributes_of(record);
	jwk_auto jwk;

	jwk_init(&jwk);
	if (entry->symmetric || entry->state == KEY_EXPIRED)
		return true;
	if (!jwk_unpack(record->type, &record->public_part, NULL, &jwk, why))
		return false;
	jwk_write_public(&composition->set_writers[attributes.use == JWK_ENCRYPTION], NULL, &jwk,
		&attributes);
	return entry->pem_path.length == 0 ||
	       put_pem(composition->source, entry, &jwk, composition->bundle, why);
}

static void describe_key(struct composition *composition, const struct entry *entry)
{
	const struct key_record *record = &entry->key->record;
	const struct {
		const char *name;
		const char *value;
	} strings[] = {
		{"name", record->name},
		{"kid", record->kid},
		{"type", record->type},
		{"use", record->use},
		{"alg", record->algorithm},
		{"state", key_state_names[entry->state]},
		{"file", entry->private_path.data},
		{"pem", entry->pem_path.data},
	};
	struct json_writer *writer = &composition->keys_writer;

	json_put_object(writer, NULL);
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		json_put_string(writer, strings[i].name,
			*strings[i].value == '\0' ? NULL : strings[i].value);
	json_put_integer(writer, "nbf", record->not_before);
	if (record->expires == KEY_NEVER)
		json_put_null(writer, "exp");
	else
		json_put_integer(writer, "exp", record->expires);
	json_put_end(writer);
}

static bool add_key(
	struct composition *composition, const struct snapshot_key *key, struct failure *why)
{
	const struct compose_source *source = composition->source;
	__attribute__((cleanup(entry_free))) struct entry entry = make_entry(source, key);
	int64_t change = key_state_changes(&key->record, source->now);

	if (change < composition->next_change)
		composition->next_change = change;
	describe_key(composition, &entry);
	if (entry.private_path.length > 0 && !keep_private(source, &entry, composition->bundle) &&
		!put_private(source, &entry, composition->bundle, why))
		return fail_within(why, "JWK '%s': ", key->record.name);
	return put_public(composition, &entry, why) ||
	       fail_within(why, "JWK '%s': ", key->record.name);
}

static void open_lists(struct composition *composition)
{
	for (size_t i = 0; i < 2; i++) {
		buffer_init(&composition->sets[i]);
		json_writer_init(&composition->set_writers[i], &composition->sets[i]);
		json_put_object(&composition->set_writers[i], NULL);
		json_put_array(&composition->set_writers[i], "keys");
	}
	buffer_init(&composition->keys);
	json_writer_init(&composition->keys_writer, &composition->keys);
	json_put_array(&composition->keys_writer, NULL);
}

static void close_lists(struct composition *composition)
{
	static const char *const paths[] = {"public/jwks.json", "public/jwks-enc.json"};

	for (size_t i = 0; i < 2; i++) {
		json_put_end(&composition->set_writers[i]);
		json_put_end(&composition->set_writers[i]);
		buffer_append_byte(&composition->sets[i], '\n');
		bundle_put(composition->bundle, composition->source->previous, paths[i],
			PUBLIC_MODE, &composition->sets[i]);
	}
	json_put_end(&composition->keys_writer);
}

static void write_manifest(const struct composition *composition)
{
	const struct compose_source *source = composition->source;
	const struct manifest_head head = {
		.vault = source->vault,
		.project = source->project,
		.environment = source->environment,
		.recipient = source->recipient->kid.data,
		.generation = source->snapshot->generation,
		.written = source->now,
		.next_change = composition->next_change,
	};

	manifest_write(&head, composition->bundle, &composition->keys);
}

static void composition_free(struct composition *composition)
{
	buffer_free(&composition->sets[0]);
	buffer_free(&composition->sets[1]);
	buffer_free(&composition->keys);
}

bool compose(const struct compose_source *source, struct bundle *bundle, struct failure *why)
{
	static const mode_t directory_modes[] = {
		[PRIVATE_SEALED] = 0750, [PRIVATE_PLAIN] = 0700, [PRIVATE_NONE] = 0};
	__attribute__((cleanup(composition_free))) struct composition composition = {
		.source = source,
		.bundle = bundle,
		.next_change = MANIFEST_NEVER,
	};

	bundle->private_directory_mode = directory_modes[source->environment->private_mode];
	open_lists(&composition);
	for (size_t i = 0; i < source->snapshot->count; i++) {
		if (!add_key(&composition, &source->snapshot->keys[i], why))
			return false;
	}
	close_lists(&composition);
	write_manifest(&composition);
	return true;
}
