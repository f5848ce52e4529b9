/* SPDX-License-Identifier: MIT */
/* Several dialogues, compared with one conversation at once. */
#include "dialogue/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"

static void note_failed(struct candidates *c, const struct track *t,
    const struct track_rules *rules, const struct hearing *hearing)
{
	uint64_t reached = track_reached(t);

	if (c->has_nearest && reached <= c->reached)
		return;
	mismatch_free(&c->nearest);
	track_mismatch(t, rules, hearing, &c->nearest);
	c->reached = reached;
	c->has_nearest = true;
}

/* Whether another conversation has begun what may not begin twice. */
static bool is_taken(const struct candidates *c, const struct repertoire *r,
    const struct track *t)
{
	if (c->led == CANDIDATES_NONE)
		return !repertoire_offers(r, t->entry);
	return t->entry != c->led && r->is_once &&
	       r->entries[t->entry].begun > 0;
}

static void hear_from(struct candidates *c, size_t from,
    const struct repertoire *r, const struct track_rules *rules,
    const struct hearing *hearing, int64_t now)
{
	size_t kept = from;

	for (size_t i = from; i < c->count; i++) {
		struct track *t = &c->tracks[i];
		bool is_gone = is_taken(c, r, t);
		if (!is_gone)
			track_hear(t, rules, hearing, now);
		if (!is_gone && t->state != TRACK_FAILS) {
			c->tracks[kept++] = *t;
			continue;
		}
		if (!is_gone)
			note_failed(c, t, rules, hearing);
		track_free(t);
	}
	c->count = kept;
}

void candidates_hear(struct candidates *c, const struct repertoire *r,
    const struct track_rules *rules, const struct hearing *hearing, int64_t now)
{
	hear_from(c, 0, r, rules, hearing, now);
}

/* Whether the dialogue begins with other bytes, and is not nearer than the
 * nearest one. Most of many dialogues are dealt with by this alone. */
static bool is_far(const struct candidates *c, const struct repertoire_entry *e,
    const struct track_rules *rules, const struct heard *heard)
{
	size_t len = e->head_len < heard->len ? e->head_len : heard->len;
	size_t same = 0;

	if (!c->has_nearest || e->first == rules->side)
		return false;
	while (same < len && e->head[same] == heard->at[same])
		same++;
	return same < len && same <= c->reached;
}

void candidates_begin(struct candidates *c, const struct repertoire *r,
    size_t entry, const struct track_rules *rules,
    const struct hearing *hearing, const struct variables *known, int64_t now)
{
	const struct repertoire_entry *e = &r->entries[entry];
	struct heard heard = hearing_at(hearing, hearing->from);

	c->were++;
	c->decided_at = hearing->from;
	if (is_far(c, e, rules, &heard))
		return;
	c->tracks =
	    xreallocarray(c->tracks, c->count + 1, sizeof(c->tracks[0]));
	struct track *t = &c->tracks[c->count++];
	track_begin(t, e->dialogue, hearing->from, known, now);
	t->entry = entry;
	hear_from(c, c->count - 1, r, rules, hearing, now);
}

/* Whether a is to be preferred to b, which is before it in the repertoire. */
static bool is_better(const struct candidates *c, const struct repertoire *r,
    const struct track *a, const struct track *b)
{
	bool a_is_new = r->entries[a->entry].begun == 0;
	bool b_is_new = r->entries[b->entry].begun == 0;

	if (a->position != b->position)
		return a->position > b->position;
	if (a->entry == c->led || b->entry == c->led)
		return a->entry == c->led;
	return a_is_new && !b_is_new;
}

/* One that is over, where another one goes on, waits until the other side shows
 * which of them it is. */
static struct track *choose(
    const struct candidates *c, const struct repertoire *r)
{
	struct track *best = NULL;
	bool others_wait = false;

	for (size_t i = 0; i < c->count; i++)
		others_wait |= c->tracks[i].state == TRACK_WAITS;
	for (size_t i = 0; i < c->count; i++) {
		struct track *t = &c->tracks[i];
		bool is_over = t->position == c->decided_at && others_wait;
		if (t->state == TRACK_TURNS && !is_over &&
		    (!best || is_better(c, r, t, best)))
			best = t;
	}
	return !best && c->count == 1 ? &c->tracks[0] : best;
}

struct track *candidates_lead(struct candidates *c, struct repertoire *r)
{
	struct track *leader = choose(c, r);

	if (!leader || leader->entry == c->led)
		return leader;
	if (c->led != CANDIDATES_NONE)
		repertoire_undo(r, c->led);
	c->led = leader->entry;
	repertoire_begin(r, c->led);
	return leader;
}

/* Whether what this side says in a track is this speech. Then goes on behind.
 */
static bool joins(struct track *t, const struct track *leader,
    const struct bytes *speech, const struct track_rules *rules,
    bool carries_messages)
{
	struct bytes own = { 0 };

	if (t->state != TRACK_TURNS || t->position != leader->position)
		return false;
	size_t behind = track_speech(t, rules, carries_messages, &own);
	bool is_same =
	    own.len == speech->len &&
	    (own.len == 0 || memcmp(own.at, speech->at, own.len) == 0);
	bytes_free(&own);
	if (is_same)
		t->step = t->common = behind;
	return is_same;
}

void candidates_narrow(struct candidates *c, const struct track *leader,
    const struct track_rules *rules, bool carries_messages)
{
	struct bytes speech = { 0 };
	size_t kept = 0;
	const struct track first = *leader; /* moves */
	size_t behind = 0;

	mismatch_free(&c->nearest);
	c->has_nearest = false;
	if (c->count > 1)
		behind = track_speech(&first, rules, carries_messages, &speech);
	for (size_t i = 0; i < c->count; i++) {
		struct track *t = &c->tracks[i];
		bool leads = t->entry == first.entry;
		if (leads)
			t->common = behind;
		if (leads || joins(t, &first, &speech, rules, carries_messages))
			c->tracks[kept++] = *t;
		else
			track_free(t);
	}
	bytes_free(&speech);
	c->count = c->were = kept;
	c->decided_at = first.position;
}

int64_t candidates_due(
    const struct candidates *c, const struct track_rules *rules)
{
	int64_t due = CLOCK_NEVER;

	for (size_t i = 0; i < c->count; i++)
		if (c->tracks[i].state == TRACK_WAITS)
			due =
			    clock_earlier(due, track_due(&c->tracks[i], rules));
	return due;
}

uint64_t candidates_position(const struct candidates *c)
{
	uint64_t position = UINT64_MAX;

	for (size_t i = 0; i < c->count; i++)
		if (c->tracks[i].position < position)
			position = c->tracks[i].position;
	return position;
}

void candidates_clear(struct candidates *c)
{
	for (size_t i = 0; i < c->count; i++)
		track_free(&c->tracks[i]);
	free(c->tracks);
	mismatch_free(&c->nearest);
	*c = (struct candidates){ .led = CANDIDATES_NONE };
}
