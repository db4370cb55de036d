#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

static bool fail_load(const char *soname, const char *package, struct failure *why)
{
	const char *cause = dlerror();

	return fail(why, FAILURE_INTERNAL,
		"The library %s can not be loaded: %s. Install the Debian package %s.", soname,
		cause == NULL ? "no cause is known" : cause, package);
}

bool library_load(const char *soname, const char *package, const struct library_function *functions,
	size_t count, struct failure *why)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return fail_load(soname, package, why);
	for (size_t i = 0; i < count; i++) {
		void *function = dlsym(library, functions[i].name);

		if (function == NULL)
			return fail_load(soname, package, why);
		/* C knows no conversion from an object pointer to a function pointer; POSIX does.
		 */
		memcpy(functions[i].pointer, &function, sizeof function);
	}
	return true;
}
