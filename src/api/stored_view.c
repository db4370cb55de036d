#include "api/stored_view.h"

#include "api/answer.h"
#include "base/base64.h"
#include "jwk/certificate.h"

#include <stdio.h>

/* Null for nothing. */
static void put_base64(struct json_writer *writer, const char *name, const struct buffer *bytes)
{
	buffer_auto text = BUFFER_INIT;

	base64_encode(&text, bytes->data, bytes->length);
	answer_put_text(writer, name, text.data);
}

/* Puts what is sealed under `name`, when it may be seen. */
static bool put_secret(struct json_writer *writer, struct vault *vault, const char *name,
	const struct source_record *source, const struct source_entry *entry, struct failure *why)
{
	buffer_auto secret = BUFFER_INIT;
	buffer_auto password = BUFFER_INIT;

	if (vault == NULL)
		return true;
	if (!sources_open(vault, source, entry, &secret, &password, why))
		return false;
	put_base64(writer, name, &secret);
	return true;
}

static bool put_key(struct json_writer *writer, struct vault *vault,
	const struct source_record *source, const struct source_entry *entry, struct failure *why)
{
	put_base64(writer, "publicKey", &entry->public_part);
	return put_secret(writer, vault, "privateKey", source, entry, why);
}

static void put_thumbprint(struct json_writer *writer, const struct certificate *certificate)
{
	char text[2 * CERTIFICATE_SHA1 + 1];

	for (size_t i = 0; i < CERTIFICATE_SHA1; i++)
		snprintf(text + 2 * i, 3, "%02x", certificate->sha1[i]);
	json_put_string(writer, "sha1Thumbprint", text);
}

static bool put_certificate(struct json_writer *writer, struct vault *vault,
	const struct source_record *source, const struct source_entry *entry, struct failure *why)
{
	certificate_auto certificate;

	(void)vault;
	certificate_init(&certificate);
	if (!certificate_read(
		    entry->public_part.data, entry->public_part.length, &certificate, why)) {
		why->kind = FAILURE_INTERNAL;
		return fail_within(why, "Stored certificate \"%s\": ", source->name);
	}
	answer_put_time(writer, "startDate", certificate.start);
	answer_put_time(writer, "endDate", certificate.end);
	put_base64(writer, "base64EncodedContent", &certificate.der[0]);
	put_thumbprint(writer, &certificate);
	json_put_string(writer, "subjectDn", certificate.subject.data);
	json_put_string(writer, "alias", entry->alias);
	return true;
}

static bool put_keystore(struct json_writer *writer, struct vault *vault,
	const struct source_record *source, const struct source_entry *entry, struct failure *why)
{
	json_put_string(writer, "type", source->type);
	return put_secret(writer, vault, "file", source, entry, why);
}

static const struct {
	bool has_type;
	const char *list_member;
	bool (*put_entry)(struct json_writer *writer, struct vault *vault,
		const struct source_record *source, const struct source_entry *entry,
		struct failure *why);
} views[SOURCE_KINDS] = {
	[SOURCE_KEY] = {true, "cryptoKeyInfoEnvironmentList", put_key},
	[SOURCE_CERTIFICATE] = {false, "certificateEnvironmentList", put_certificate},
	[SOURCE_KEYSTORE] = {false, "keyStoreEnvironmentList", put_keystore},
};

bool stored_view_write(struct json_writer *writer, struct vault *vault,
	const struct source_record *source, struct failure *why)
{
	char project[ID_TEXT_SIZE];

	id_format(&source->project, project);
	json_put_object(writer, NULL);
	json_put_string(writer, "name", source->name);
	answer_put_text(writer, "description", source->description);
	json_put_string(writer, "projectId", project);
	if (views[source->kind].has_type)
		json_put_string(writer, "keyType", source->type);
	json_put_array(writer, views[source->kind].list_member);
	for (size_t i = 0; i < source->count; i++) {
		json_put_object(writer, NULL);
		json_put_string(writer, "environmentName", source->entries[i].environment);
		if (!views[source->kind].put_entry(writer, vault, source, &source->entries[i], why))
			return false;
		json_put_end(writer);
	}
	json_put_end(writer);
	json_put_end(writer);
	return true;
}
