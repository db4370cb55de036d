#include "mint/access_cache.h"

#include <stdlib.h>
#include <string.h>

struct access_entry {
	uint8_t hash[TOKEN_HASH_SIZE];
	int64_t expires;          /* the token does */
	struct identity identity; /* owned */
	bool has_project;
	struct project project;
};

static void wipe(struct access_entry *entry)
{
	identity_free(&entry->identity);
	explicit_bzero(entry, sizeof *entry);
}

void access_cache_drop(struct access_cache *cache)
{
	for (size_t i = 0; i < cache->count; i++) {
		wipe(cache->entries[i]);
		free(cache->entries[i]);
		cache->entries[i] = NULL;
	}
	cache->count = 0;
	cache->next = 0;
}

static void copy_identity(struct identity *to, const struct identity *from)
{
	*to = *from;
	buffer_copy(&to->user.projects.bytes, &from->user.projects.bytes);
	buffer_copy(&to->proxies, &from->proxies);
}

static bool is_for(const struct access_entry *entry, const struct access_key *key)
{
	if (memcmp(entry->hash, key->hash, sizeof entry->hash) != 0 ||
		entry->has_project != (key->project != NULL))
		return false;
	return !entry->has_project || strcmp(entry->project.name, key->project) == 0;
}

bool access_cache_find(struct access_cache *cache, const struct store *store,
	const struct access_key *key, int64_t now, struct identity *identity,
	struct project *project)
{
	size_t i = 0;

	if (cache->count > 0 && !store_rights_are(store, cache->rights))
		access_cache_drop(cache);
	while (i < cache->count && !is_for(cache->entries[i], key))
		i++;
	if (i == cache->count || cache->entries[i]->expires <= now)
		return false;
	copy_identity(identity, &cache->entries[i]->identity);
	if (key->project != NULL)
		*project = cache->entries[i]->project;
	return true;
}

/* A place for one more: a new one, or that of the oldest. */
static struct access_entry *take_place(struct access_cache *cache)
{
	struct access_entry **place = &cache->entries[cache->next];

	if (cache->count < ACCESS_CACHE_ENTRIES) {
		*place = calloc(1, sizeof **place);
		if (*place == NULL)
			abort();
		cache->count++;
	} else {
		wipe(*place);
	}
	cache->next = (cache->next + 1) % ACCESS_CACHE_ENTRIES;
	return *place;
}

void access_cache_keep(struct access_cache *cache, uint64_t rights, const struct access_key *key,
	int64_t expires, const struct identity *identity, const struct project *project)
{
	struct access_entry *entry;

	if (cache->rights != rights)
		access_cache_drop(cache);
	cache->rights = rights;
	entry = take_place(cache);
	memcpy(entry->hash, key->hash, sizeof entry->hash);
	entry->expires = expires;
	copy_identity(&entry->identity, identity);
	entry->has_project = key->project != NULL;
	if (entry->has_project)
		entry->project = *project;
}
