/*
 * Which part of a list is asked for: ?page=2&size=50&sort=name,desc
 */
#ifndef JWKMINT_API_PAGING_H
#define JWKMINT_API_PAGING_H

#include "mint/keys.h"

#define PAGING_MAX_SIZE 1000
#define PAGING_MAX_PAGE 1000000000

/* FAILURE_INVALID names the parameter, its value and what is allowed. */
bool paging_read(const char *query, struct key_page *page, struct failure *why);

#endif
