#include "base/random.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>

void random_bytes(void *bytes, size_t length)
{
	int code = gnutls_rnd(GNUTLS_RND_KEY, bytes, length);

	if (code < 0) {
		fprintf(stderr, "jwkmint: no random numbers: %s\n", gnutls_strerror(code));
		abort();
	}
}
