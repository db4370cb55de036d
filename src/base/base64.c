#include "base/base64.h"

#include <nettle/base64.h>
#include <string.h>

void base64_encode(struct buffer *out, const void *bytes, size_t length)
{
	size_t characters = BASE64_ENCODE_RAW_LENGTH(length);
	char *end = buffer_reserve(out, characters);

	base64_encode_raw(end, length, bytes);
	end[characters] = '\0';
	out->length += characters;
}

bool base64_decode(struct buffer *out, const char *text, size_t length)
{
	struct base64_decode_ctx context;
	size_t before = out->length;
	size_t room = BASE64_DECODE_LENGTH(length);
	size_t decoded = room;
	char *end = buffer_reserve(out, room);

	base64_decode_init(&context);

	bool done = base64_decode_update(&context, &decoded, (uint8_t *)end, length, text) == 1 &&
		    base64_decode_final(&context) == 1;

	explicit_bzero(&context, sizeof context);
	end[room] = '\0';
	out->length += room;
	buffer_truncate(out, done ? before + decoded : before);
	return done;
}
