#include "mint/pool_maker.h"

#include "base/file.h"
#include "base/scrub.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* More than twice of what the thread touches; memory that it does not touch is none. */
#define STACK_SIZE (1024 * 1024)

bool pool_maker_open(struct pool_maker *maker, bool steps_back, struct failure *why)
{
	*maker = (struct pool_maker){
		.ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
		.steps_back = steps_back,
	};
	jwk_init(&maker->jwk);
	return maker->ready >= 0 ||
	       fail(why, FAILURE_INTERNAL, "No key can be made ahead: %s.", strerror(errno));
}

/* Of this thread alone: for Linux 0 is the thread that calls. */
static bool step_back(struct failure *why)
{
	const struct sched_param none = {0};

	return sched_setscheduler(0, SCHED_IDLE, &none) == 0 ||
	       fail(why, FAILURE_INTERNAL,
		       "No key can be made ahead, because the system does not let a thread step "
		       "back: %s.",
		       strerror(errno));
}

static void *make(void *context)
{
	const uint64_t one = 1;
	struct pool_maker *maker = context;

	maker->is_made = (!maker->steps_back || step_back(&maker->why)) &&
			 jwk_generate(JWK_RSA, maker->bits, NULL, &maker->jwk, &maker->why);
	/* The C library keeps the stack for the next thread. */
	scrub_stack();
	file_write_all(maker->ready, &one, sizeof one);
	return NULL;
}

/* Signals are for the thread that waits for them. */
static int create(struct pool_maker *maker, const pthread_attr_t *attributes)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);

	int code = pthread_create(&maker->thread, attributes, make, maker);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

bool pool_maker_start(struct pool_maker *maker, unsigned bits, struct failure *why)
{
	pthread_attr_t attributes;
	int code = pthread_attr_init(&attributes);

	maker->bits = bits;
	if (code == 0) {
		pthread_attr_setstacksize(&attributes, STACK_SIZE);
		code = create(maker, &attributes);
		pthread_attr_destroy(&attributes);
	}
	maker->is_busy = code == 0;
	return maker->is_busy ||
	       fail(why, FAILURE_INTERNAL, "No key can be made ahead: %s.", strerror(code));
}

bool pool_maker_is_working(const struct pool_maker *maker)
{
	struct pollfd ready = {maker->ready, POLLIN, 0};

	return maker->is_busy && poll(&ready, 1, 0) != 1;
}

bool pool_maker_take(struct pool_maker *maker, struct jwk *jwk, struct failure *why)
{
	uint64_t count;

	pthread_join(maker->thread, NULL);
	maker->is_busy = false;
	if (read(maker->ready, &count, sizeof count) != (ssize_t)sizeof count)
		return fail(why, FAILURE_INTERNAL, "No key was made ahead: %s.", strerror(errno));
	if (!maker->is_made) {
		*why = maker->why;
		return false;
	}
	jwk_free(jwk);
	*jwk = maker->jwk;
	jwk_init(&maker->jwk);
	return true;
}

void pool_maker_close(struct pool_maker *maker)
{
	file_close_at(&maker->ready);
	jwk_free(&maker->jwk);
}
