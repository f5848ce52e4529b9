/* SPDX-License-Identifier: MIT */
/* The faults of a run. */
#include "relay/impair/impair-set.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

/* The index of the decision whether a fault is for a connection. */
#define FOR_CONNECTION UINT64_MAX

void impair_set_init(struct impair_set *set, uint64_t seed)
{
	*set = (struct impair_set){ .seed = seed };
}

struct impair_entry *impair_set_hold(struct impair_entry *e)
{
	e->holders++;
	return e;
}

void impair_set_release(struct impair_entry *e)
{
	if (--e->holders > 0)
		return;
	impairment_free(&e->what);
	free(e->name);
	free(e->words);
	free(e);
}

static void note_change(struct impair_set *set)
{
	set->version++;
	if (set->changed)
		set->changed(set->context);
}

/* Where the entry of that name is, or where the next one goes. */
static struct impair_entry **find(struct impair_set *set, const char *name)
{
	struct impair_entry **at = &set->first;

	while (*at && (!name || strcmp((*at)->name, name) != 0))
		at = &(*at)->next;
	return at;
}

const struct impair_entry *impair_set_add(struct impair_set *set,
    const char *name, const char *words, const struct impairment *what)
{
	char *own =
	    name ? xstrdup(name) : xasprintf("%u", set->last_number + 1);
	struct impair_entry **at = find(set, own);

	if (*at) {
		free(own);
		return NULL;
	}
	struct impair_entry *e = xmalloc(sizeof(*e));
	*e = (struct impair_entry){
		.what = *what,
		.number = ++set->last_number,
		.holders = 1,
		.name = own,
		.words = xstrdup(words),
		.added_at = clock_now(),
	};
	*at = e;
	set->count++;
	note_change(set);
	return e;
}

static void take_out(struct impair_set *set, struct impair_entry **at)
{
	struct impair_entry *e = *at;

	*at = e->next;
	e->next = NULL;
	set->count--;
	impair_set_release(e);
}

bool impair_set_remove(struct impair_set *set, const char *name)
{
	struct impair_entry **at = find(set, name);

	if (!*at)
		return false;
	take_out(set, at);
	note_change(set);
	return true;
}

void impair_set_clear(struct impair_set *set)
{
	while (set->first)
		take_out(set, &set->first);
	note_change(set);
}

void impair_set_free(struct impair_set *set)
{
	set->changed = NULL;
	impair_set_clear(set);
}

bool impair_set_concerns(
    const struct impair_set *set, const struct impair_entry *e, uint64_t conn)
{
	const struct impairment *i = &e->what;
	const struct impair_subject subject = {
		.seed = set->seed,
		.fault = e->number,
		.conn = conn,
	};

	return conn >= i->first_conn &&
	       (i->last_conn == 0 || conn <= i->last_conn) &&
	       impair_draw_chance(&subject, FOR_CONNECTION, i->probability);
}

bool impair_set_draws(const struct impair_set *set)
{
	for (const struct impair_entry *e = set->first; e; e = e->next)
		if (impairment_draws(&e->what))
			return true;
	return false;
}
