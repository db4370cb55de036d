#include "jwk/certificate.h"
#include "mint/source_build.h"

#include <stdio.h>

static bool take_alias(const struct source_making *making, struct failure *why)
{
	const char *alias = making->request->alias;
	struct source_entry *entry = making->entry;

	if (alias == NULL && making->former != NULL)
		alias = making->former->alias;
	if (alias == NULL || *alias == '\0')
		return fail(why, FAILURE_INVALID, "alias value can not be empty!");
	if (!name_check(alias, "alias", why))
		return false;
	snprintf(entry->alias, sizeof entry->alias, "%s", alias);
	return true;
}

static bool take_content(const struct source_making *making, struct failure *why)
{
	const struct buffer *content = making->request->certificate;
	struct buffer *out = &making->entry->public_part;
	certificate_auto certificate;

	certificate_init(&certificate);
	if (content == NULL && making->former != NULL) {
		buffer_append(
			out, making->former->public_part.data, making->former->public_part.length);
		return true;
	}
	if (content == NULL || content->length == 0)
		return fail(why, FAILURE_INVALID, "pemEncodedFile value can not be empty!");
	if (!certificate_read(content->data, content->length, &certificate, why))
		return false;
	for (size_t i = 0; i < certificate.count; i++)
		buffer_append(out, certificate.der[i].data, certificate.der[i].length);
	return true;
}

bool source_build_certificate(struct source_making *making, struct failure *why)
{
	return take_alias(making, why) && take_content(making, why);
}
