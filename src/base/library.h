/*
 * Libraries that only some requests need, loaded when one does.
 *
 * Linked in the usual way they and all that they bring along would be mapped and relocated whenever
 * a process starts, and plain CGI starts one for each request: libcurl alone doubles that time.
 */
#ifndef JWKMINT_BASE_LIBRARY_H
#define JWKMINT_BASE_LIBRARY_H

#include "base/failure.h"

#include <stddef.h>

/* A function of the library, and the pointer that is to lead to it. */
struct library_function {
	const char *name;
	void *pointer; /* the address of a function pointer */
};

/*
 * Loads a library by its soname and fills the pointers; it stays loaded. FAILURE_INTERNAL names the
 * library, the Debian package that brings it, and what is wrong.
 */
bool library_load(const char *soname, const char *package, const struct library_function *functions,
	size_t count, struct failure *why);

#endif
