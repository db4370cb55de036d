/*
 * What the verbs of key, certificate and keystore have in common.
 */
#ifndef JWKMINT_CTL_STORED_H
#define JWKMINT_CTL_STORED_H

#include "ctl/call.h"
#include "ctl/table.h"
#include "mint/sources.h"

/*
 * Appends a file, "-" is stdin, as whoever runs the tool: so before the vault is opened, because
 * the owner of the home may not be allowed to read it.
 */
bool stored_read_file(const char *path, size_t limit, struct buffer *content, struct failure *why);

/*
 * Opens the vault and adds what the request asks for to the project, under the name that the words
 * say and with the description of that option.
 */
bool stored_add(struct call *call, enum source_kind kind, struct source_request *request,
	struct failure *why);

/* The same with `part` in every environment that --environment names. */
bool stored_add_everywhere(struct call *call, enum source_kind kind, struct source_request *request,
	const struct source_part *part, struct failure *why);

bool stored_list(struct call *call, enum source_kind kind, struct failure *why);
bool stored_remove(struct call *call, enum source_kind kind, struct failure *why);

/* Finds the one that the words name. */
bool stored_find(struct call *call, enum source_kind kind, struct source_record *source,
	struct failure *why);

/* Puts the cells of an entry behind that of its environment; nothing secret. */
typedef bool (*stored_put_entry)(struct call *call, struct table *table,
	const struct source_record *source, const struct source_entry *entry, struct failure *why);

/* Shows the one that the words name: a row for each environment, which is the first column. */
bool stored_show(struct call *call, enum source_kind kind, const struct column *columns,
	stored_put_entry put_entry, struct failure *why);

#endif
