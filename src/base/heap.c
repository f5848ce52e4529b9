/* SPDX-License-Identifier: MIT */
/* A binary heap of points in time. */
#include "base/heap.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"

void heap_free(struct heap *h)
{
	free(h->entries);
	*h = (struct heap){ 0 };
}

static void put(struct heap *h, size_t i, struct heap_entry *e)
{
	h->entries[i] = e;
	e->place = i + 1;
}

/* Moves the entry towards the top while its parent is later. */
static void sift_up(struct heap *h, size_t i, struct heap_entry *e)
{
	while (i > 0 && h->entries[(i - 1) / 2]->at > e->at) {
		put(h, i, h->entries[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	put(h, i, e);
}

/* Moves the entry towards the bottom while a child is earlier. */
static void sift_down(struct heap *h, size_t i, struct heap_entry *e)
{
	for (;;) {
		size_t child = 2 * i + 1;
		if (child >= h->count)
			break;
		if (child + 1 < h->count &&
		    h->entries[child + 1]->at < h->entries[child]->at)
			child++;
		if (h->entries[child]->at >= e->at)
			break;
		put(h, i, h->entries[child]);
		i = child;
	}
	put(h, i, e);
}

/* Finds the place of an entry whose time has changed. */
static void settle(struct heap *h, size_t i, struct heap_entry *e)
{
	if (i > 0 && h->entries[(i - 1) / 2]->at > e->at)
		sift_up(h, i, e);
	else
		sift_down(h, i, e);
}

static bool has(const struct heap *h, const struct heap_entry *e)
{
	return e->place <= h->count && h->entries[e->place - 1] == e;
}

void heap_set(struct heap *h, struct heap_entry *e, int64_t at)
{
	e->at = at;
	if (e->place) {
		assert(has(h, e));
		settle(h, e->place - 1, e);
		return;
	}
	if (h->count == h->capacity) {
		h->capacity = h->capacity ? 2 * h->capacity : 8;
		h->entries = xreallocarray(
		    h->entries, h->capacity, sizeof(struct heap_entry *));
	}
	h->count++;
	sift_up(h, h->count - 1, e);
}

void heap_remove(struct heap *h, struct heap_entry *e)
{
	if (!e->place)
		return;
	assert(has(h, e));
	size_t i = e->place - 1;
	struct heap_entry *last = h->entries[--h->count];

	e->place = 0;
	if (last != e)
		settle(h, i, last);
}
