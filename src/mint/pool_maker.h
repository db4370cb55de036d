/*
 * Makes an RSA key in a thread that touches nothing but memory of its own. One that steps back is
 * of the lowest scheduling class: it gets the processor when nobody else wants it, and yields it at
 * once to whoever does. Only the thread may step back, never the process: it would hold up others
 * while it is inside the store and does not get the processor.
 */
#ifndef JWKMINT_MINT_POOL_MAKER_H
#define JWKMINT_MINT_POOL_MAKER_H

#include "jwk/jwk.h"

#include <pthread.h>

struct pool_maker {
	int ready;    /* a descriptor that becomes readable when the key is made */
	bool is_busy; /* between start and take */
	bool steps_back;
	pthread_t thread;

	/* The thread's while it runs. */
	unsigned bits;
	struct jwk jwk; /* owned */
	bool is_made;
	struct failure why;
};

/* FAILURE_INTERNAL when there is no descriptor to be had. */
bool pool_maker_open(struct pool_maker *maker, bool steps_back, struct failure *why);

/* Begins a key of that size. FAILURE_INTERNAL: there is no thread to be had. */
bool pool_maker_start(struct pool_maker *maker, unsigned bits, struct failure *why);

/* Whether a key is being made, and waiting for it would take time. */
bool pool_maker_is_working(const struct pool_maker *maker);

/*
 * Waits for the key that was begun and moves it into an initialised `jwk`. FAILURE_INTERNAL: it
 * could not be made, or the system does not let a thread have the lowest class.
 */
bool pool_maker_take(struct pool_maker *maker, struct jwk *jwk, struct failure *why);

/* Closes the descriptor. Not while it is working: that thread has nowhere to go. */
void pool_maker_close(struct pool_maker *maker);

#endif
