/*
 * The key that an environment's private halves are encrypted to: read from a file, or made here.
 *
 * A private half that is made here is written where the operator asked for it, as whoever runs the
 * tool, before the environment is stored. It belongs on the gateway; nothing here keeps it.
 */
#ifndef JWKMINT_CTL_RECIPIENT_KEY_H
#define JWKMINT_CTL_RECIPIENT_KEY_H

#include "base/buffer.h"
#include "base/failure.h"

#include <sys/types.h>

struct recipient_key {
	struct buffer text;  /* owned; the public JWK, empty when there is none */
	struct buffer kid;   /* owned; of a key that was made */
	struct buffer path;  /* owned; where its private half was written */
	pid_t remover;       /* a process that kept the right to remove it; 0: none is needed */
	int remover_channel; /* -1: none */
};

#define RECIPIENT_KEY_INIT                                                                         \
	{                                                                                          \
		.text = BUFFER_INIT, .kid = BUFFER_INIT, .path = BUFFER_INIT,                      \
		.remover_channel = -1                                                              \
	}
#define recipient_key_auto __attribute__((cleanup(recipient_key_free))) struct recipient_key

/* Keeps the file. */
void recipient_key_free(struct recipient_key *recipient);

/* Reads a JWK file; "-" is stdin. What it has to be is checked when the environment is changed. */
bool recipient_key_read(struct recipient_key *recipient, const char *path, struct failure *why);

/*
 * Makes an EC P-256 key and writes its private half to `path` (NULL: NAME.recipient.jwk in the
 * working directory), mode 0600. FAILURE_CONFLICT when something is there.
 */
bool recipient_key_make(struct recipient_key *recipient, const char *path, const char *environment,
	struct failure *why);

/* Removes the file of a key that was made: the environment could not be stored. */
void recipient_key_discard(struct recipient_key *recipient);

#endif
