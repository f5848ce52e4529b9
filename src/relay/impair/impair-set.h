/* SPDX-License-Identifier: MIT */
/* The faults of a run: they have names, and come and go while it runs. */
#ifndef RELAY_IMPAIR_IMPAIR_SET_H
#define RELAY_IMPAIR_IMPAIR_SET_H

#include "relay/impair/impair-draw.h"
#include "relay/impair/impairment.h"

/* A fault of a set, shared by those that carry it out. */
struct impair_entry {
	struct impair_entry *next;
	struct impairment what;
	unsigned number;    /* from 1 on, and never given again */
	unsigned holders;   /* it is freed with the last of them */
	char *name, *words; /* as the user wrote it */
	uint64_t times;     /* that it has done something */
	int64_t added_at;
	uint64_t holds_conn; /* in the backlog; 0: none so far */
};

struct impair_set {
	uint64_t seed;
	struct impair_entry *first;
	size_t count;
	unsigned last_number;
	unsigned version; /* one more with each change */
	/* Called after each change; NULL: nobody waits for one. */
	void (*changed)(void *context);
	void *context;
};

void impair_set_init(struct impair_set *set, uint64_t seed);
void impair_set_free(struct impair_set *set);

/* Adds a fault. The set takes over what the impairment owns, and copies the
 * name and the words. name NULL: it is called by its number. Returns the fault,
 * or NULL: the name is taken, and nothing is taken over. */
const struct impair_entry *impair_set_add(struct impair_set *set,
    const char *name, const char *words, const struct impairment *what);

/* Returns whether there was one of that name. */
bool impair_set_remove(struct impair_set *set, const char *name);
void impair_set_clear(struct impair_set *set);

/* Whether a fault is for that connection: conn= and probability=. */
bool impair_set_concerns(
    const struct impair_set *set, const struct impair_entry *e, uint64_t conn);

/* Keeps an entry, which may leave the set meanwhile. */
struct impair_entry *impair_set_hold(struct impair_entry *e);
void impair_set_release(struct impair_entry *e);

/* Whether the seed matters for one of the faults. */
bool impair_set_draws(const struct impair_set *set);

#endif
