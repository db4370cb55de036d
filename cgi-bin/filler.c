#include "filler.h"

#include "base/clock.h"
#include "base/file.h"
#include "mint/pool.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

/* Who was not asked for anything for so long is idle; at the start others have more to do. */
#define START_MS  5000
#define MOMENT_MS 250

/* How often a full pool is looked at, which others take keys from, and one that others fill. */
#define FULL_MS  60000
#define OTHER_MS 5000

/* Whoever is inside the store has something to do: the pool can wait, and then tries again. */
#define STORE_MS 50
#define BUSY_MS  500

#define NEVER INT64_MAX

static void come_in(struct filler *filler, int64_t milliseconds)
{
	filler->next = clock_monotonic_ms() + milliseconds;
}

void filler_begin(struct filler *filler, struct api *api, const struct confinement *confinement)
{
	struct failure ignored;

	*filler = (struct filler){.api = api, .confinement = confinement, .lock = -1};
	if (pool_maker_open(&filler->maker, true, &ignored))
		come_in(filler, START_MS);
	else
		filler->next = NEVER;
}

int filler_descriptor(const struct filler *filler)
{
	return filler->maker.ready;
}

int filler_patience(const struct filler *filler)
{
	int64_t now = clock_monotonic_ms();

	if (filler->next == NEVER)
		return -1;
	return filler->next <= now ? 0 : (int)(filler->next - now);
}

/* What became of the key that the thread made. */
static bool store_key(struct filler *filler, struct vault *vault, struct failure *why)
{
	bool put;
	jwk_auto jwk;

	jwk_init(&jwk);
	return pool_maker_take(&filler->maker, &jwk, why) && pool_put(vault, &jwk, &put, why);
}

/* Begins the next key, unless there are enough, or another process makes it. */
static bool begin_key(struct filler *filler, struct vault *vault, struct failure *why)
{
	uint32_t bits;

	if (!pool_wanted(vault, &bits, why))
		return false;
	if (bits == 0) {
		file_close_at(&filler->lock);
		come_in(filler, FULL_MS);
		return true;
	}
	if (filler->lock < 0 && !pool_lock(vault, &filler->lock)) {
		come_in(filler, OTHER_MS);
		return true;
	}
	filler->next = NEVER;
	return pool_maker_start(&filler->maker, bits, why);
}

static bool work(struct filler *filler, struct failure *why)
{
	struct vault *vault;

	if (!api_vault(filler->api, &vault, why))
		return false;
	store_set_patience(vault->store, STORE_MS);

	bool done = (!filler->maker.is_busy || store_key(filler, vault, why)) &&
		    begin_key(filler, vault, why);

	store_set_patience(vault->store, STORE_PATIENCE_MS);
	return done;
}

/* Of no use any more. */
static void drop_key(struct filler *filler)
{
	struct failure ignored;
	jwk_auto jwk;

	jwk_init(&jwk);
	if (filler->maker.is_busy)
		pool_maker_take(&filler->maker, &jwk, &ignored);
}

/* What goes wrong here is nobody's request: the next one finds it, and has somebody to tell. */
void filler_work(struct filler *filler)
{
	struct failure why = {.kind = FAILURE_INTERNAL};

	if (pool_maker_is_working(&filler->maker))
		return;
	if (filler->confinement->is_complete && work(filler, &why))
		return;
	drop_key(filler);
	file_close_at(&filler->lock);
	come_in(filler, why.kind == FAILURE_BUSY ? BUSY_MS : FULL_MS);
}

/* A key that is made waits until there is time for it; others may make more meanwhile. */
void filler_step_back(struct filler *filler)
{
	if (!pool_maker_is_working(&filler->maker))
		file_close_at(&filler->lock);
}

void filler_come_again(struct filler *filler)
{
	if (!filler->maker.is_busy && filler->maker.ready >= 0)
		come_in(filler, MOMENT_MS);
}

void filler_end(struct filler *filler, int status)
{
	if (pool_maker_is_working(&filler->maker)) {
		fflush(NULL);
		_exit(status);
	}
	drop_key(filler);
	pool_maker_close(&filler->maker);
	file_close_at(&filler->lock);
}
