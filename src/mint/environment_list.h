/*
 * The environments, and whether what is deployed there is what the store holds.
 */
#ifndef JWKMINT_MINT_ENVIRONMENT_LIST_H
#define JWKMINT_MINT_ENVIRONMENT_LIST_H

#include "store/environment.h"
#include "store/list_range.h"
#include "store/project.h"
#include "store/vault.h"

struct environment_state {
	struct environment environment; /* owned */
	bool is_deployed;               /* there is a bundle of ours */
	bool is_behind;                 /* some bundle is missing, or is not what it should be */
};

struct environment_list {
	struct environment_state *states; /* owned; all of them, by name */
	size_t count;
	struct list_range range; /* those on the page that was asked for */
};

#define ENVIRONMENT_LIST_INIT                                                                      \
	{                                                                                          \
		.states = NULL                                                                     \
	}
#define environment_list_auto                                                                      \
	__attribute__((cleanup(environment_list_free))) struct environment_list
void environment_list_free(struct environment_list *list);

/*
 * Those that serve a project, with a look at its bundles; all with all of theirs when `project` is
 * NULL. Manifests are compared with the store as `jwkmintctl deploy --check` does, without reading
 * the other files. `list` is empty before.
 */
bool environment_list_take(struct vault *vault, const struct project *project,
	const struct list_page *page, struct environment_list *list, struct failure *why);

#endif
