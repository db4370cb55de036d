#include "crypt_stand_in.h"

#include "base/library.h"

#include <string.h>

static __typeof__(crypt_r) *loaded;

bool __real_library_load(const char *soname, const char *package,
	const struct library_function *functions, size_t count, struct failure *why);
bool __wrap_library_load(const char *soname, const char *package,
	const struct library_function *functions, size_t count, struct failure *why);

bool __wrap_library_load(const char *soname, const char *package,
	const struct library_function *functions, size_t count, struct failure *why)
{
	__typeof__(crypt_r) *const stand_in = crypt_stand_in;

	if (!__real_library_load(soname, package, functions, count, why))
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(functions[i].name, "crypt_r") == 0) {
			memcpy(&loaded, functions[i].pointer, sizeof loaded);
			memcpy(functions[i].pointer, &stand_in, sizeof stand_in);
		}
	return true;
}

char *crypt_real(const char *phrase, const char *setting, struct crypt_data *data)
{
	return loaded(phrase, setting, data);
}
