/*
 * The file in which the visitors of a gate leave word for each other.
 *
 * It is believed only as far as it can be checked: a file that is missing, truncated or not ours
 * begins anew as that of a database that has to be recovered.
 */
#ifndef JWKMINT_STORE_GATE_STATE_H
#define JWKMINT_STORE_GATE_STATE_H

#include "store/gate.h"

#define GATE_STATE_FILE "gate"

/* Maps the file unless what is mapped is still it. Only inside the main lock. */
bool gate_state_attach(struct gate *gate, struct failure *why);

/* Maps the file to look at it; `*found` is false when there is none to believe. */
bool gate_state_peek(struct gate *gate, bool *found, struct failure *why);

void gate_state_detach(struct gate *gate);

/*
 * Whether what is mapped is the file of that name. Touching a page that the file does not reach is
 * a SIGBUS, so its size is looked at, too.
 */
bool gate_state_is_attached(const struct gate *gate);

/*
 * What store_rights is about: changed inside the main lock, looked at without it. A number in a
 * file that is not the one of its name any more is none.
 */
void gate_state_change_rights(const struct gate *gate);
bool gate_state_rights_are(const struct gate *gate, uint64_t rights);

#endif
