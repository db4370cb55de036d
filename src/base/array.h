/*
 * Arrays that grow by one at their end.
 */
#ifndef JWKMINT_BASE_ARRAY_H
#define JWKMINT_BASE_ARRAY_H

#include <stddef.h>

/*
 * Makes room behind `count` items of `size` bytes for one more and returns the array, which may
 * have moved: `list->items = array_grow(list->items, list->count, sizeof *list->items)`. The room
 * doubles, so that n items cost n steps, without a member that remembers it: the array must have
 * been NULL at first and grown by nothing else. The caller frees it. Memory running out ends the
 * process, as with buffers; what the items held before they moved is not wiped.
 */
void *array_grow(void *items, size_t count, size_t size);

#endif
