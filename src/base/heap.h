/* SPDX-License-Identifier: MIT */
/* A binary heap of points in time: the earliest is found at once, and any can
 * be moved or taken out in O(log n). */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>
#include <stdint.h>

/* An entry, embedded in what is to be found by it. */
struct heap_entry {
	int64_t at;
	size_t place; /* in the heap, from 1 on; 0: it is in none */
};

/* Begin with all zeros. The entries stay their owners'. */
struct heap {
	struct heap_entry **entries;
	size_t count, capacity;
};

void heap_free(struct heap *h);

/* Puts the entry in at that time, or moves it there. */
void heap_set(struct heap *h, struct heap_entry *e, int64_t at);

/* Takes the entry out if it is in the heap. */
void heap_remove(struct heap *h, struct heap_entry *e);

/* The earliest entry; NULL: the heap is empty. */
static inline struct heap_entry *heap_first(const struct heap *h)
{
	return h->count ? h->entries[0] : NULL;
}

#endif
