/*
 * A list of project ids: the projects of a user or of an environment.
 */
#ifndef JWKMINT_STORE_ID_LIST_H
#define JWKMINT_STORE_ID_LIST_H

#include "base/buffer.h"
#include "base/id.h"

struct id_list {
	struct buffer bytes; /* the ids one behind the other */
};

#define ID_LIST_INIT                                                                               \
	{                                                                                          \
		BUFFER_INIT                                                                        \
	}

void id_list_free(struct id_list *list);
void id_list_copy(struct id_list *to, const struct id_list *from);
size_t id_list_count(const struct id_list *list);
struct id id_list_get(const struct id_list *list, size_t index);
bool id_list_contains(const struct id_list *list, const struct id *id);

/* Adds an id unless it is there. */
void id_list_add(struct id_list *list, const struct id *id);

#endif
