#include "store/gate_bell.h"

#include "store/gate_state.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

uint32_t gate_bell_listen(const struct gate *gate)
{
	struct gate_state *state = gate->state;

	if (!gate_state_is_attached(gate))
		return 0;

	uint32_t heard = __atomic_load_n(&state->rings, __ATOMIC_SEQ_CST);

	__atomic_store_n(&state->listens, 1, __ATOMIC_SEQ_CST);
	return heard;
}

bool gate_bell_wait(const struct gate *gate, uint32_t heard, long microseconds)
{
	const struct timespec pause = {.tv_nsec = microseconds * 1000};

	if (gate_state_is_attached(gate))
		return syscall(SYS_futex, &gate->state->rings, FUTEX_WAIT, heard, &pause, NULL,
			       0) == 0 ||
		       errno == EAGAIN;
	nanosleep(&pause, NULL);
	return false;
}

/* Whoever listens from here on finds the lock free, or another holder, who will ring. */
void gate_bell_ring(const struct gate *gate)
{
	struct gate_state *state = gate->state;

	__atomic_add_fetch(&state->rings, 1, __ATOMIC_SEQ_CST);
	if (__atomic_exchange_n(&state->listens, 0, __ATOMIC_SEQ_CST) != 0)
		syscall(SYS_futex, &state->rings, FUTEX_WAKE, 1, NULL, NULL, 0);
}
