/* SPDX-License-Identifier: MIT */
/* A heap of points in time. */
#include "base/heap.h"

#include <stdlib.h>

#include "chance.h"
#include "tap.h"

#define ENTRIES 500

static void test_order(void)
{
	struct heap h = { 0 };
	struct heap_entry entries[ENTRIES] = { 0 };
	struct chance chance = { .state = 7 };
	int64_t last = -1;
	bool is_sorted = true;

	ok(heap_first(&h) == NULL, "an empty heap has no first entry");
	for (size_t i = 0; i < ENTRIES; i++)
		heap_set(&h, &entries[i], (int64_t)chance_below(&chance, 1000));
	for (size_t i = 0; i < ENTRIES; i += 2)
		heap_set(&h, &entries[i], (int64_t)chance_below(&chance, 1000));
	for (size_t i = 0; i < ENTRIES; i += 5)
		heap_remove(&h, &entries[i]);
	is_int((long long)h.count, ENTRIES - ENTRIES / 5,
	    "what was taken out is gone");
	while (heap_first(&h)) {
		struct heap_entry *e = heap_first(&h);
		is_sorted = is_sorted && e->at >= last;
		last = e->at;
		heap_remove(&h, e);
	}
	ok(is_sorted, "the earliest is always first, moved or not");
	heap_remove(&h, &entries[0]);
	is_int((long long)h.count, 0, "to take out what is not in is nothing");
	heap_free(&h);
}

int main(void)
{
	test_order();
	return plan();
}
