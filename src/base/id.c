#include "base/id.h"

#include "base/hex.h"
#include "base/random.h"

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
	hex_encode(id->bytes, ID_SIZE, text);
}
