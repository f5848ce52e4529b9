/* SPDX-License-Identifier: MIT */
/* How much memory a hub uses for what it keeps. */
#include "relay/hub-memory.h"

#include "base/text.h"
#include "relay/hub-input.h"
#include "relay/hub-private.h"

bool hub_memory_is_short(const struct hub *h)
{
	return *h->opts.kept > h->opts.max_kept;
}

static size_t kept_for(const struct client *c)
{
	return c->queue.capacity + c->line.capacity +
	       broadcast_left(&c->common);
}

/* Returns NULL if nothing is kept for any. */
static struct client *find_largest(const struct hub *h)
{
	struct client *largest = NULL;
	size_t most = 0;

	for (struct client *c = h->clients; c; c = c->next) {
		if (kept_for(c) <= most)
			continue;
		most = kept_for(c);
		largest = c;
	}
	return largest;
}

/* The line that the client has begun is written. */
static void drop(struct hub *h, struct client *c)
{
	char kept[TEXT_MEASURE], most[TEXT_MEASURE];
	struct error err = ERROR_NONE;

	c->is_dropped = true;
	error_set(&err, FAULT_RESET,
	    "dropped: more than --max-memory (%s) is kept for clients, %s of "
	    "it for this one",
	    text_size(most, h->opts.max_kept), text_size(kept, kept_for(c)));
	sink_ended(h->opts.sink, c);
	hub_lose(h, c, &err);
}

/* While much waits for the output, that is waited for: to drop clients frees
 * nothing then, because their lines would wait as well. */
void hub_memory_check(struct hub *h)
{
	if (hub_memory_is_short(h))
		hub_input_forget(h);
	while (hub_memory_is_short(h) && !sink_is_full(h->opts.sink)) {
		struct client *c = find_largest(h);
		if (!c)
			return;
		drop(h, c);
		hub_input_forget(h);
	}
}
