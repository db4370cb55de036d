#include "ctl/removed.h"

#include "base/json_writer.h"
#include "ctl/printable.h"

#include <string.h>

void removed_print(const struct buffer *removed, bool json, struct buffer *out)
{
	buffer_auto lines = BUFFER_INIT;
	struct json_writer writer;
	char *rest;

	buffer_append(&lines, removed->data, removed->length);
	rest = lines.data;
	json_writer_init(&writer, out);
	if (json) {
		json_put_object(&writer, NULL);
		json_put_array(&writer, "removed");
	}
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (*line == '\0')
			continue;
		if (json) {
			json_put_string(&writer, NULL, line);
		} else {
			printable_append(out, line);
			buffer_append_byte(out, '\n');
		}
	}
	if (json) {
		json_put_end(&writer);
		json_put_end(&writer);
	}
}
