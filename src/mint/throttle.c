#include "mint/throttle.h"

#include "base/file.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEY_SIZE     32
#define BUCKET_SLOTS 16 /* where an entry may be: as many as are looked at */
#define BUCKETS      (THROTTLE_SLOTS / BUCKET_SLOTS)
#define LOCK_TRIES   500 /* who holds the lock longer than these was stopped inside */
#define LOCK_PAUSE   200 /* us */

/* Further ahead no time can be, whatever the rate. */
#define LONGEST ((int64_t)THROTTLE_BURST_MAX * THROTTLE_INTERVAL_MAX)

static const char magic[8] = {'j', 'w', 'k', 'l', 'i', 'm', 't', '1'};

struct header {
	char magic[sizeof magic];
	uint8_t key[KEY_SIZE];
};

/* `time` in ms since the epoch: failures are forgiven then. One that has passed is a free slot. */
struct slot {
	uint32_t kind;
	uint32_t tag_high;
	uint64_t tag_low;
	int64_t time;
};

struct bucket {
	struct slot slots[BUCKET_SLOTS];
};

/* Leaves errno as it is. */
static bool fail_file(const char *directory, const char *action, struct failure *why)
{
	int code = errno;

	fail(why, FAILURE_INTERNAL,
		"Failures are not counted and nobody is limited: %s/" THROTTLE_FILE
		": can not %s: %s.",
		directory, action, strerror(errno));
	errno = code;
	return false;
}

static bool lock(int file)
{
	const struct timespec pause = {0, LOCK_PAUSE * 1000L};

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return false;
		nanosleep(&pause, NULL);
	}
	return false;
}

static bool open_file(const char *directory, int flags, int *file, struct failure *why)
{
	file_auto parent = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat status;

	if (parent < 0)
		return fail_file(directory, "open", why);
	*file = openat(
		parent, THROTTLE_FILE, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0600);
	if (*file < 0)
		return fail_file(directory, "open", why);
	if (fstat(*file, &status) < 0)
		return fail_file(directory, "look at", why);
	if (!S_ISREG(status.st_mode))
		return fail(why, FAILURE_INTERNAL,
			"Failures are not counted and nobody is limited: %s/" THROTTLE_FILE
			" is not a regular file. Remove it.",
			directory);
	return lock(*file) || fail_file(directory, "lock", why);
}

/* What the file does not reach reads as zeros. */
static bool read_at(int file, off_t offset, void *bytes, size_t size)
{
	ssize_t got = pread(file, bytes, size, offset);

	if (got >= 0)
		memset((char *)bytes + got, 0, size - (size_t)got);
	return got >= 0;
}

static bool write_at(int file, off_t offset, const void *bytes, size_t size)
{
	ssize_t put = pwrite(file, bytes, size, offset);

	if (put >= 0 && (size_t)put < size)
		errno = ENOSPC;
	return put >= 0 && (size_t)put == size;
}

static off_t bucket_offset(size_t number)
{
	return (off_t)(sizeof(struct bucket) * (number + 1));
}

/* What a file that is not ours holds goes, lest it be taken for counts. */
static bool load_header(int file, struct header *header)
{
	if (!read_at(file, 0, header, sizeof *header))
		return false;
	if (memcmp(header->magic, magic, sizeof magic) == 0)
		return true;
	memcpy(header->magic, magic, sizeof magic);
	random_bytes(header->key, sizeof header->key);
	return ftruncate(file, 0) == 0 && write_at(file, 0, header, sizeof *header);
}

/* An entry of the table, in hand. */
struct entry {
	int file;
	struct slot slot;
	off_t offset;
};

/* The file is of this machine alone, so numbers are as they lie in memory. */
static size_t identify(
	const struct header *header, const struct throttle_count *count, struct slot *slot)
{
	struct hmac_sha256_ctx context;
	uint8_t kind = (uint8_t)count->kind;
	uint8_t digest[SHA256_DIGEST_SIZE];

	hmac_sha256_set_key(&context, KEY_SIZE, header->key);
	hmac_sha256_update(&context, sizeof kind, &kind);
	hmac_sha256_update(&context, strlen(count->text), (const uint8_t *)count->text);
	hmac_sha256_digest(&context, sizeof digest, digest);
	*slot = (struct slot){.kind = kind};
	memcpy(&slot->tag_low, digest, sizeof slot->tag_low);
	memcpy(&slot->tag_high, digest + sizeof slot->tag_low, sizeof slot->tag_high);
	return digest[sizeof digest - 1] % BUCKETS;
}

static bool is_same(const struct slot *a, const struct slot *b)
{
	return a->kind == b->kind && a->tag_high == b->tag_high && a->tag_low == b->tag_low;
}

/* How far ahead of the clock a slot's time is; 0 when it has passed or is not to be believed. */
static int64_t ahead(const struct slot *slot, int64_t now, int64_t most)
{
	return slot->time <= now || slot->time - now > most ? 0 : slot->time - now;
}

/* The slot that holds the entry, else one that is free, else the one that is free soonest. */
static size_t choose(const struct bucket *bucket, const struct slot *wanted, int64_t now)
{
	size_t best = 0;

	for (size_t i = 0; i < BUCKET_SLOTS; i++) {
		if (is_same(&bucket->slots[i], wanted))
			return i;
		if (ahead(&bucket->slots[i], now, LONGEST) <
			ahead(&bucket->slots[best], now, LONGEST))
			best = i;
	}
	return best;
}

static bool find(const struct throttle_count *count, int64_t now, struct entry *entry)
{
	struct header header;
	struct bucket bucket;

	if (!load_header(entry->file, &header))
		return false;

	size_t number = identify(&header, count, &entry->slot);

	if (!read_at(entry->file, bucket_offset(number), &bucket, sizeof bucket))
		return false;

	size_t chosen = choose(&bucket, &entry->slot, now);
	const int64_t most = count->rate.burst * count->rate.interval;

	entry->offset = bucket_offset(number) + (off_t)(chosen * sizeof(struct slot));
	entry->slot.time = now;
	if (is_same(&bucket.slots[chosen], &entry->slot))
		entry->slot.time += ahead(&bucket.slots[chosen], now, most);
	return true;
}

static bool save(const struct entry *entry)
{
	return write_at(entry->file, entry->offset, &entry->slot, sizeof entry->slot);
}

/* ms until another failure is allowed. */
static int64_t time_to_wait(const struct throttle_rate *rate, int64_t time_ahead)
{
	int64_t allowed = (rate->burst - 1) * rate->interval;

	return time_ahead > allowed ? time_ahead - allowed : 0;
}

bool throttle_take(
	const struct throttle_count *count, int64_t now, int64_t *wait, struct failure *why)
{
	file_auto file = -1;

	*wait = 0;
	if (!open_file(count->directory, O_CREAT, &file, why))
		return false;

	struct entry entry = {.file = file};

	if (!find(count, now, &entry))
		return fail_file(count->directory, "read", why);
	*wait = time_to_wait(&count->rate, entry.slot.time - now);
	entry.slot.time += count->rate.interval;
	return *wait > 0 || save(&entry) || fail_file(count->directory, "write", why);
}

bool throttle_give_back(const struct throttle_count *count, int64_t now, struct failure *why)
{
	file_auto file = -1;

	if (!open_file(count->directory, O_CREAT, &file, why))
		return false;

	struct entry entry = {.file = file};

	if (!find(count, now, &entry))
		return fail_file(count->directory, "read", why);
	if (entry.slot.time == now)
		return true;
	entry.slot.time -= count->rate.interval;
	return save(&entry) || fail_file(count->directory, "write", why);
}

bool throttle_refused(const char *directory, const struct throttle_rate rates[THROTTLE_KINDS],
	int64_t now, size_t refused[THROTTLE_KINDS], struct failure *why)
{
	file_auto file = -1;
	struct bucket bucket;

	memset(refused, 0, THROTTLE_KINDS * sizeof *refused);
	errno = 0;
	if (!open_file(directory, 0, &file, why))
		return errno == ENOENT;
	for (size_t i = 0; i < BUCKETS; i++) {
		if (!read_at(file, bucket_offset(i), &bucket, sizeof bucket))
			return fail_file(directory, "read", why);
		for (size_t j = 0; j < BUCKET_SLOTS; j++) {
			const struct slot *slot = &bucket.slots[j];

			if (slot->kind >= THROTTLE_KINDS)
				continue;

			const struct throttle_rate *rate = &rates[slot->kind];
			int64_t most = rate->burst * rate->interval;

			refused[slot->kind] += time_to_wait(rate, ahead(slot, now, most)) > 0;
		}
	}
	return true;
}
