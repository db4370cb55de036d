#include "jwk/certificate.h"
#include "ctl/stored.h"
#include "ctl/verbs.h"
#include "mint/source_export.h"

#include <stdio.h>
#include <unistd.h>

#define FILE_LIMIT 1048576

static const struct column certificate_columns[] = {
	{"ENVIRONMENT", "environment", false},
	{"ALIAS", "alias", false},
	{"NOT BEFORE", "startDate", false},
	{"EXPIRES", "endDate", false},
	{"SHA-1", "sha1Thumbprint", false},
	{"SUBJECT", "subjectDn", false},
	{NULL, NULL, false},
};

bool run_certificate_add(struct call *call, struct failure *why)
{
	const struct source_part part = {.environment = NULL};
	buffer_auto content = BUFFER_INIT;
	struct source_request request = {
		.alias = call_option(call, "alias"),
		.certificate = &content,
	};

	return stored_read_file(call_option(call, "file"), FILE_LIMIT, &content, why) &&
	       stored_add_everywhere(call, SOURCE_CERTIFICATE, &request, &part, why);
}

bool run_certificate_list(struct call *call, struct failure *why)
{
	return stored_list(call, SOURCE_CERTIFICATE, why);
}

static bool put_certificate(struct call *call, struct table *table,
	const struct source_record *source, const struct source_entry *entry, struct failure *why)
{
	char thumbprint[2 * CERTIFICATE_SHA1 + 1];
	certificate_auto certificate;

	(void)call;
	(void)source;
	certificate_init(&certificate);
	if (!certificate_read(
		    entry->public_part.data, entry->public_part.length, &certificate, why))
		return false;
	for (size_t i = 0; i < CERTIFICATE_SHA1; i++)
		snprintf(thumbprint + 2 * i, 3, "%02x", certificate.sha1[i]);
	table_put(table, entry->alias);
	table_put_time(table, certificate.start);
	table_put_time(table, certificate.end);
	table_put(table, thumbprint);
	table_put(table, certificate.subject.data);
	return true;
}

bool run_certificate_show(struct call *call, struct failure *why)
{
	return stored_show(call, SOURCE_CERTIFICATE, certificate_columns, put_certificate, why);
}

bool run_certificate_export(struct call *call, struct failure *why)
{
	source_record_auto source = SOURCE_RECORD_INIT;

	if (isatty(STDOUT_FILENO))
		return misused(call, why,
			"A ZIP archive is nothing for a terminal: send stdout into a file.");
	call->bytes = true;
	return stored_find(call, SOURCE_CERTIFICATE, &source, why) &&
	       source_export(&source, &call->out, why);
}

bool run_certificate_remove(struct call *call, struct failure *why)
{
	return stored_remove(call, SOURCE_CERTIFICATE, why);
}
