#include "deploy/compose.h"

#include "deploy/attributes.h"
#include "deploy/key_path.h"
#include "deploy/manifest_text.h"
#include "deploy/state.h"
#include "jwk/pem.h"

#define PUBLIC_MODE 0644

#define PRIVATE_MODES 3 /* enum environment_private */
#define SETS          2

static const mode_t private_modes[PRIVATE_MODES] = {
	[PRIVATE_SEALED] = 0640, [PRIVATE_PLAIN] = 0600};

/* One key on its way into the bundles. */
struct entry {
	struct key_record key; /* owned */
	const struct buffer *sealed;
	struct jwk jwk; /* owned; the public half, unless the key is symmetric or expired */
	enum key_state state;
	bool symmetric;
	char private_paths[PRIVATE_MODES][KEY_PATH_SIZE]; /* empty: not there (yet, or any more) */
	char pem_path[KEY_PATH_SIZE];                     /* the public PEM; empty: none */
};

/* Everything that is being written while the keys pass by, one after the other. */
struct composition {
	const struct compose_source *source;
	struct compose_part *parts;
	size_t count;
	struct compose_shared *shared;
	struct json_writer set_writers[SETS];
	bool has_mode[PRIVATE_MODES]; /* some part has it */
	struct json_writer keys_writers[PRIVATE_MODES];
	int64_t next_change;
	struct entry entry; /* owned; used again for each key */
};

void compose_shared_free(struct compose_shared *shared)
{
	for (size_t i = 0; i < SETS; i++)
		buffer_free(&shared->set[i].content);
	for (size_t mode = 0; mode < PRIVATE_MODES; mode++)
		buffer_free(&shared->keys[mode]);
}

static bool read_entry(const struct composition *composition, const struct snapshot_key *key,
	struct entry *entry, struct failure *why)
{
	const struct snapshot *snapshot = composition->source->snapshot;
	struct key_record *record = &entry->key;

	if (!snapshot_read_key(snapshot, key, record, why))
		return false;
	entry->sealed = &key->sealed;
	entry->state = key_state(record, snapshot->now);
	entry->symmetric = record->public_part.length == 0;
	for (enum environment_private mode = 0; mode < PRIVATE_MODES; mode++) {
		entry->private_paths[mode][0] = '\0';
		if (composition->has_mode[mode] &&
			private_half_belongs(record, mode, snapshot->now))
			key_path_private(record, mode, entry->private_paths[mode]);
	}
	entry->pem_path[0] = '\0';
	if (!entry->symmetric && entry->state != KEY_EXPIRED && record->algorithm[0] != '\0')
		key_path_public_pem(record, entry->pem_path);
	return true;
}

static void entry_free(struct entry *entry)
{
	key_record_free(&entry->key);
	jwk_free(&entry->jwk);
}

static bool put_private(const struct compose_source *source, const struct entry *entry,
	struct compose_part *part, struct failure *why)
{
	const struct key_record *record = &entry->key;
	enum environment_private mode = part->environment->private_mode;
	char pem_path[KEY_PATH_SIZE];
	buffer_auto private_part = BUFFER_INIT;
	buffer_auto content = BUFFER_INIT;
	buffer_auto pem = BUFFER_INIT;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (!vault_open_seal(source->vault, record, entry->sealed, &private_part, why) ||
		!jwk_unpack(record->type, &record->public_part, &private_part, &jwk, why) ||
		!private_half_write(record, &jwk, part->environment, part->recipient,
			source->project->name, &content, why))
		return false;
	bundle_put(part->bundle, NULL, entry->private_paths[mode], private_modes[mode], &content);
	if (mode == PRIVATE_SEALED || entry->symmetric)
		return true;
	if (!pem_write_private(&jwk, &pem, why))
		return false;
	key_path_private_pem(record, pem_path);
	bundle_put(part->bundle, NULL, pem_path, private_modes[mode], &pem);
	return true;
}

/* The key and, where it stands beside it, its PEM, if both are there in the form that is wanted. */
static bool keep_private(const struct entry *entry, struct compose_part *part)
{
	enum environment_private mode = part->environment->private_mode;
	const char *path = entry->private_paths[mode];
	char pem_path[KEY_PATH_SIZE];

	if (!part->keeps_private)
		return false;
	if (mode == PRIVATE_SEALED || entry->symmetric)
		return bundle_keep(part->bundle, part->previous, path, private_modes[mode]);
	key_path_private_pem(&entry->key, pem_path);
	if (manifest_find(part->previous, pem_path) == NULL ||
		!bundle_keep(part->bundle, part->previous, path, private_modes[mode]))
		return false;
	return bundle_keep(part->bundle, part->previous, pem_path, private_modes[mode]);
}

static bool put_pem(const struct entry *entry, struct compose_part *part, struct failure *why)
{
	buffer_auto pem = BUFFER_INIT;

	if (bundle_keep(part->bundle, part->previous, entry->pem_path, PUBLIC_MODE))
		return true;
	if (!pem_write_public(&entry->jwk, &pem, why))
		return false;
	bundle_put(part->bundle, NULL, entry->pem_path, PUBLIC_MODE, &pem);
	return true;
}

static bool put_in_set(struct composition *composition, struct entry *entry, struct failure *why)
{
	const struct key_record *record = &entry->key;
	const struct jwk_attributes attributes = attributes_of(record);

	if (entry->symmetric || entry->state == KEY_EXPIRED)
		return true;
	if (!jwk_unpack(record->type, &record->public_part, NULL, &entry->jwk, why))
		return false;
	jwk_write_public(&composition->set_writers[attributes.use == JWK_ENCRYPTION], NULL,
		&entry->jwk, &attributes);
	return true;
}

static void describe(
	struct json_writer *writer, const struct entry *entry, const char *private_path)
{
	const struct key_record *record = &entry->key;
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
		{"file", private_path},
		{"pem", entry->pem_path},
	};

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

/* What of the key is the same in all environments. */
static bool add_to_all(struct composition *composition, struct entry *entry, struct failure *why)
{
	int64_t change = key_state_changes(&entry->key, composition->source->snapshot->now);

	if (change < composition->next_change)
		composition->next_change = change;
	for (size_t mode = 0; mode < PRIVATE_MODES; mode++) {
		if (composition->has_mode[mode])
			describe(&composition->keys_writers[mode], entry,
				entry->private_paths[mode]);
	}
	return put_in_set(composition, entry, why);
}

static bool add_to_part(const struct compose_source *source, const struct entry *entry,
	struct compose_part *part, struct failure *why)
{
	bool has_private = entry->private_paths[part->environment->private_mode][0] != '\0';

	if (has_private && !keep_private(entry, part) && !put_private(source, entry, part, why))
		return false;
	return entry->pem_path[0] == '\0' || put_pem(entry, part, why);
}

static void fail_part(struct compose_part *part, const struct failure *why)
{
	part->failed = true;
	part->why = *why;
}

static void add_key(struct composition *composition, const struct snapshot_key *key)
{
	struct entry *entry = &composition->entry;
	struct failure why;
	bool is_readable = read_entry(composition, key, entry, &why) &&
			   (add_to_all(composition, entry, &why) ||
				   fail_within(&why, "JWK '%s': ", entry->key.name));

	for (size_t i = 0; i < composition->count; i++) {
		struct compose_part *part = &composition->parts[i];

		if (part->failed)
			continue;
		if (!is_readable)
			fail_part(part, &why);
		else if (!add_to_part(composition->source, entry, part, &part->why))
			part->failed = !fail_within(&part->why, "JWK '%s': ", entry->key.name);
	}
}

static void open_lists(struct composition *composition)
{
	/* What is written of a key is about as long as its row: that saves copying as they grow. */
	size_t expected = composition->source->snapshot->rows.length;

	for (size_t i = 0; i < SETS; i++) {
		struct json_writer *writer = &composition->set_writers[i];

		json_writer_init(writer, &composition->shared->set[i].content);
		buffer_reserve(writer->out, i == 0 ? expected : 0);
		json_put_object(writer, NULL);
		json_put_array(writer, "keys");
	}
	for (size_t i = 0; i < composition->count; i++)
		composition->has_mode[composition->parts[i].environment->private_mode] = true;
	for (size_t mode = 0; mode < PRIVATE_MODES; mode++) {
		struct json_writer *writer = &composition->keys_writers[mode];

		json_writer_init(writer, &composition->shared->keys[mode]);
		buffer_reserve(writer->out, composition->has_mode[mode] ? expected : 0);
		json_put_array(writer, NULL);
	}
}

static void close_lists(struct composition *composition)
{
	for (size_t i = 0; i < SETS; i++) {
		struct bundle_shared *set = &composition->shared->set[i];

		json_put_end(&composition->set_writers[i]);
		json_put_end(&composition->set_writers[i]);
		buffer_append_byte(&set->content, '\n');
		manifest_hash(&set->content, set->sha256);
	}
	for (size_t mode = 0; mode < PRIVATE_MODES; mode++) {
		json_put_end(&composition->keys_writers[mode]);
		manifest_end(&composition->shared->keys[mode]);
	}
}

static void finish_part(const struct composition *composition, struct compose_part *part)
{
	static const char *const paths[SETS] = {"public/jwks.json", "public/jwks-enc.json"};
	const struct compose_source *source = composition->source;
	const struct manifest_head head = {
		.vault = source->vault,
		.project = source->project,
		.environment = part->environment,
		.recipient = part->recipient->kid.data,
		.generation = source->snapshot->generation,
		.written = source->snapshot->now,
		.next_change = composition->next_change,
	};

	for (size_t i = 0; i < SETS; i++)
		bundle_put_shared(part->bundle, part->previous, paths[i], PUBLIC_MODE,
			&composition->shared->set[i]);
	manifest_write(
		&head, part->bundle, &composition->shared->keys[part->environment->private_mode]);
}

void compose(const struct compose_source *source, struct compose_part *parts, size_t count,
	struct compose_shared *shared)
{
	static const mode_t directory_modes[] = {
		[PRIVATE_SEALED] = 0750, [PRIVATE_PLAIN] = 0700, [PRIVATE_NONE] = 0};
	struct composition composition = {
		.source = source,
		.parts = parts,
		.count = count,
		.shared = shared,
		.next_change = MANIFEST_NEVER,
		.entry = {.key = KEY_RECORD_INIT},
	};

	jwk_init(&composition.entry.jwk);
	for (size_t i = 0; i < count; i++)
		parts[i].keeps_private = private_half_same_form(
			parts[i].environment, &parts[i].recipient->kid, parts[i].previous);
	open_lists(&composition);
	for (size_t i = 0; i < source->snapshot->count; i++)
		add_key(&composition, &source->snapshot->keys[i]);
	close_lists(&composition);
	for (size_t i = 0; i < count; i++) {
		parts[i].bundle->private_directory_mode =
			directory_modes[parts[i].environment->private_mode];
		if (!parts[i].failed)
			finish_part(&composition, &parts[i]);
	}
	entry_free(&composition.entry);
}
