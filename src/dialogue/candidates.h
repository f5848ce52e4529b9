/* SPDX-License-Identifier: MIT */
/* The dialogues that a conversation may be, from its first byte until it can be
 * only one. */
#ifndef DIALOGUE_CANDIDATES_H
#define DIALOGUE_CANDIDATES_H

#include "dialogue/repertoire.h"
#include "dialogue/track.h"

#define CANDIDATES_NONE SIZE_MAX

struct candidates {
	struct track *tracks; /* in the order of the repertoire */
	size_t count;
	size_t led;          /* entry of the one that leads, or NONE */
	size_t were;         /* so many when this side spoke last */
	uint64_t decided_at; /* the position then */
	/* Of those that have failed since, that with most bytes as expected. */
	struct mismatch nearest;
	uint64_t reached;
	bool has_nearest;
};

/* Adds the dialogue of an entry, if what was heard so far may be its beginning.
 */
void candidates_begin(struct candidates *c, const struct repertoire *r,
    size_t entry, const struct track_rules *rules,
    const struct hearing *hearing, const struct variables *known, int64_t now);

/* Lets the tracks hear, and removes those that fail, and those that have been
 * begun by another conversation and may be begun only once. */
void candidates_hear(struct candidates *c, const struct repertoire *r,
    const struct track_rules *rules, const struct hearing *hearing,
    int64_t now);

/* Says which one leads, and notes in the repertoire that it is begun. Returns
 * NULL if several are possible. */
struct track *candidates_lead(struct candidates *c, struct repertoire *r);

/* Keeps, next to the leader, those in which this side says the same as in the
 * leader, and has them go on behind that. */
void candidates_narrow(struct candidates *c, const struct track *leader,
    const struct track_rules *rules, bool carries_messages);

int64_t candidates_due(
    const struct candidates *c, const struct track_rules *rules);

/* The position of the first byte that one of them needs. */
uint64_t candidates_position(const struct candidates *c);

/* Removes all, and begins anew. */
void candidates_clear(struct candidates *c);

#endif
