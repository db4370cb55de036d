#include "deploy/manifest_text.h"

#include "base/clock.h"
#include "base/json_writer.h"

#include <string.h>

/* About what a file takes in the list. */
#define FILE_EXPECTED 160

static inline void append_literal(struct buffer *text, const char *literal)
{
	buffer_append(text, literal, strlen(literal));
}

/* By hand: the list is long, and nothing in it needs escapes. manifest_read takes no other form. */
static void put_files(struct json_writer *writer, const struct bundle *bundle)
{
	struct buffer *text = writer->out;

	json_put_array(writer, "files");
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (i > 0)
			buffer_append_byte(text, ',');
		append_literal(text, "{\"path\":\"");
		buffer_append_string(text, file->path);
		append_literal(text, "\",\"size\":");
		buffer_append_number(text, file->size);
		append_literal(text, ",\"sha256\":\"");
		buffer_append(text, file->sha256, MANIFEST_HASH);
		append_literal(text, "\"}");
	}
	json_put_end(writer);
}

static void put_next_change(struct json_writer *writer, int64_t next_change)
{
	char text[CLOCK_TEXT_SIZE];

	if (next_change == MANIFEST_NEVER) {
		json_put_null(writer, "nextChange");
		return;
	}
	clock_format(next_change, text);
	json_put_string(writer, "nextChange", text);
}

void manifest_end(struct buffer *keys)
{
	buffer_append_string(keys, "}\n");
}

void manifest_write(
	const struct manifest_head *head, struct bundle *bundle, const struct buffer *keys)
{
	const struct environment *environment = head->environment;
	struct buffer *text = &bundle->manifest;
	char incarnation[ID_TEXT_SIZE], project[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
	char written[CLOCK_TEXT_SIZE];
	struct json_writer writer;

	clock_format(head->written, written);
	id_format(&head->vault->incarnation, incarnation);
	id_format(&head->project->id, project);
	id_format(&environment->id, id);
	buffer_reserve(text, bundle->count * FILE_EXPECTED);
	json_writer_init(&writer, text);
	json_put_object(&writer, NULL);
	json_put_integer(&writer, "format", MANIFEST_FORMAT);
	json_put_string(&writer, "store", incarnation);
	json_put_object(&writer, "project");
	json_put_string(&writer, "id", project);
	json_put_string(&writer, "name", head->project->name);
	json_put_end(&writer);
	json_put_object(&writer, "environment");
	json_put_string(&writer, "id", id);
	json_put_string(&writer, "name", environment->name);
	json_put_integer(&writer, "generation", (int64_t)environment->generation);
	json_put_end(&writer);
	json_put_integer(&writer, "generation", (int64_t)head->generation);
	json_put_string(&writer, "private", environment_private_names[environment->private_mode]);
	json_put_string(&writer, "recipient", *head->recipient == '\0' ? NULL : head->recipient);
	json_put_string(&writer, "writtenAt", written);
	put_next_change(&writer, head->next_change);
	put_files(&writer, bundle);
	buffer_append_string(text, ",\"keys\":");
	bundle->keys = keys;
}
