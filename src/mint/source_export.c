#include "mint/source_export.h"

#include "base/zip.h"
#include "jwk/certificate.h"

#include <stdlib.h>

struct exported {
	struct buffer *names; /* owned, as are all three; one for each environment */
	struct certificate *contents;
	struct zip_member *members;
	size_t count;
};

static void exported_free(struct exported *exported)
{
	for (size_t i = 0; i < exported->count; i++) {
		buffer_free(&exported->names[i]);
		certificate_free(&exported->contents[i]);
	}
	free(exported->names);
	free(exported->contents);
	free(exported->members);
}

static void make_room(struct exported *exported, size_t count)
{
	exported->names = calloc(count + 1, sizeof *exported->names);
	exported->contents = calloc(count + 1, sizeof *exported->contents);
	exported->members = calloc(count + 1, sizeof *exported->members);
	if (exported->names == NULL || exported->contents == NULL || exported->members == NULL)
		abort();
}

static bool add(const struct source_record *source, const struct source_entry *entry,
	struct exported *exported, struct failure *why)
{
	size_t place = exported->count++;
	struct buffer *name = &exported->names[place];
	struct certificate *certificate = &exported->contents[place];

	buffer_init(name);
	certificate_init(certificate);
	name_append_file(name, source->name);
	buffer_printf(name, "-%s.cer", entry->environment);
	if (!certificate_read(
		    entry->public_part.data, entry->public_part.length, certificate, why)) {
		why->kind = FAILURE_INTERNAL;
		return fail_within(why, "Stored certificate \"%s\": ", source->name);
	}
	exported->members[place] = (struct zip_member){name->data, &certificate->der[0]};
	return true;
}

bool source_export(const struct source_record *source, struct buffer *out, struct failure *why)
{
	__attribute__((cleanup(exported_free))) struct exported exported = {.count = 0};

	make_room(&exported, source->count);
	for (size_t i = 0; i < source->count; i++) {
		if (!add(source, &source->entries[i], &exported, why))
			return false;
	}
	return zip_write(exported.members, exported.count, out, why);
}
