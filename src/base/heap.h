/* SPDX-License-Identifier: MIT */
/* A binary heap of points in time: the earliest is found in O(1), and any can
 * be moved or removed in O(log n). */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>
#include <stdint.h>

/* An entry, a member of the object that it stands for. */
struct heap_entry {
	int64_t at;
	size_t place; /* in the heap, from 1 on; 0: in no heap */
};

/* Begin with all zeros. The entries belong to their owners. */
struct heap {
	struct heap_entry **entries;
	size_t count, capacity;
};

void heap_free(struct heap *h);

/* Adds the entry with that time, or changes its time. */
void heap_set(struct heap *h, struct heap_entry *e, int64_t at);

/* Removes the entry if it is in the heap. */
void heap_remove(struct heap *h, struct heap_entry *e);

/* The earliest entry; NULL: the heap is empty. */
static inline struct heap_entry *heap_first(const struct heap *h)
{
	return h->count ? h->entries[0] : NULL;
}

#endif
