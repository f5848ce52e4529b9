/* SPDX-License-Identifier: MIT */
/* Finds a sender by its address and the socket that it sends to: a table with
 * chains, whose slots are at least as many as its entries. */
#include "net/bind/sender-table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"

#define SLOTS_AT_FIRST 64

static uint64_t mix(const struct sender_table *t, uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * (t->secret[1] | 1);
	return hash ^ hash >> 32;
}

static uint64_t hash_of(
    const struct sender_table *t, int fd, const struct address *peer)
{
	const char *bytes = (const char *)&peer->storage;
	uint64_t hash = mix(t, t->secret[0], (uint64_t)fd);

	for (size_t at = 0; at < peer->len; at += sizeof(uint64_t)) {
		size_t left = peer->len - at;
		uint64_t word = 0;
		memcpy(&word, bytes + at,
		    left < sizeof(word) ? left : sizeof(word));
		hash = mix(t, hash, word);
	}
	return hash;
}

static struct sender_entry **slot_of(
    const struct sender_table *t, uint64_t hash)
{
	return &t->slots[hash & (t->size - 1)];
}

static void put(struct sender_table *t, struct sender_entry *e)
{
	struct sender_entry **slot = slot_of(t, e->hash);

	e->next = *slot;
	e->at = slot;
	if (e->next)
		e->next->at = &e->next;
	*slot = e;
}

static void begin(struct sender_table *t)
{
	t->size = SLOTS_AT_FIRST;
	t->slots = xcalloc(t->size, sizeof(*t->slots));
	if (getentropy(t->secret, sizeof(t->secret)) < 0)
		t->secret[0] = t->secret[1] = (uint64_t)clock_now();
}

static void grow(struct sender_table *t)
{
	struct sender_entry **old = t->slots;
	size_t old_size = t->size;

	t->size *= 2;
	t->slots = xcalloc(t->size, sizeof(*t->slots));
	for (size_t i = 0; i < old_size; i++) {
		while (old[i]) {
			struct sender_entry *e = old[i];
			old[i] = e->next;
			put(t, e);
		}
	}
	free(old);
}

void sender_table_add(struct sender_table *t, struct sender_entry *e)
{
	assert(!e->at);
	if (!t->slots)
		begin(t);
	else if (t->count == t->size)
		grow(t);
	e->hash = hash_of(t, e->fd, &e->peer);
	put(t, e);
	t->count++;
}

void sender_table_remove(struct sender_table *t, struct sender_entry *e)
{
	if (!e->at)
		return;
	*e->at = e->next;
	if (e->next)
		e->next->at = e->at;
	e->at = NULL;
	t->count--;
}

static bool has(const struct sender_entry *e, uint64_t hash, int fd,
    const struct address *peer)
{
	return e->hash == hash && e->fd == fd &&
	       address_is_same(&e->peer, peer);
}

static struct sender_entry *search(
    struct sender_entry *e, uint64_t hash, int fd, const struct address *peer)
{
	while (e && !has(e, hash, fd, peer))
		e = e->next;
	return e;
}

struct sender_entry *sender_table_first(
    const struct sender_table *t, int fd, const struct address *peer)
{
	if (!t->slots)
		return NULL;
	uint64_t hash = hash_of(t, fd, peer);
	return search(*slot_of(t, hash), hash, fd, peer);
}

struct sender_entry *sender_table_next(const struct sender_entry *e)
{
	return search(e->next, e->hash, e->fd, &e->peer);
}

struct sender_entry *sender_table_find(const struct sender_table *t, int fd,
    const struct address *peer, const struct address *own)
{
	struct sender_entry *e = sender_table_first(t, fd, peer);

	while (e && !address_is_same(&e->own, own))
		e = sender_table_next(e);
	return e;
}

void sender_table_free(struct sender_table *t)
{
	assert(t->count == 0);
	free(t->slots);
	*t = (struct sender_table){ 0 };
}
