#include "http/method.h"

#include <string.h>

static const struct {
	enum method method;
	const char *name;
} methods_known[] = {
	{METHOD_GET, "GET"},
	{METHOD_HEAD, "HEAD"},
	{METHOD_POST, "POST"},
	{METHOD_PUT, "PUT"},
	{METHOD_DELETE, "DELETE"},
};

#define METHODS (sizeof methods_known / sizeof *methods_known)

enum method method_find(const char *name)
{
	for (size_t i = 0; name != NULL && i < METHODS; i++) {
		if (strcmp(methods_known[i].name, name) == 0)
			return methods_known[i].method;
	}
	return METHOD_OTHER;
}

void method_list(unsigned methods, struct buffer *out)
{
	const char *separator = "";

	for (size_t i = 0; i < METHODS; i++) {
		if ((methods & methods_known[i].method) == 0)
			continue;
		buffer_printf(out, "%s%s", separator, methods_known[i].name);
		separator = ", ";
	}
}
