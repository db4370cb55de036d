/*
 * How who waits for its turn learns at once that somebody has left: futex(2) in the state file.
 *
 * The locks decide who is inside, the bell only says when to try again. One that is never rung,
 * because the last visitor was killed or the state file is another by now, costs the rest of a
 * pause.
 */
#ifndef JWKMINT_STORE_GATE_BELL_H
#define JWKMINT_STORE_GATE_BELL_H

#include "store/gate.h"

/* To be called before the last attempt to lock: from then on a ring is not missed. */
uint32_t gate_bell_listen(const struct gate *gate);

/*
 * Waits for a ring since gate_bell_listen returned `heard`, for less than a second. Whether there
 * was one.
 */
bool gate_bell_wait(const struct gate *gate, uint32_t heard, long microseconds);

/* By who has just unlocked. */
void gate_bell_ring(const struct gate *gate);

#endif
