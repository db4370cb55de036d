#include "base/id.h"

#include "base/random.h"

#include <nettle/base16.h>
#include <string.h>

void id_make(struct id *id)
{
	random_bytes(id->bytes, sizeof id->bytes);
}

bool id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->bytes, b->bytes, ID_SIZE) == 0;
}

void id_format(const struct id *id, char text[ID_TEXT_SIZE])
{
	base16_encode_update(text, ID_SIZE, id->bytes);
	text[ID_TEXT_SIZE - 1] = '\0';
}
