/* SPDX-License-Identifier: MIT */
/* The place of a conversation in one dialogue. */
#ifndef DIALOGUE_TRACK_H
#define DIALOGUE_TRACK_H

#include "dialogue/hearing.h"
#include "dialogue/match.h"
#include "dialogue/mismatch.h"
#include "dialogue/variables.h"

/* What is the same for all tracks of a conversation. */
struct track_rules {
	enum dialogue_side side; /* that is played */
	size_t max_step;
	int64_t step_timeout_us; /* or CLOCK_NEVER */
	/* No time counts before; CLOCK_NEVER: none at all. */
	int64_t counts_from;
};

enum track_state {
	TRACK_WAITS, /* for the other side */
	TRACK_TURNS, /* this side is next, or the dialogue is over */
	TRACK_FAILS, /* see track_mismatch() */
};

struct track {
	enum track_state state;
	enum mismatch_kind why; /* of FAILS */
	const struct dialogue *dialogue;
	size_t entry;  /* of the repertoire */
	size_t step;   /* that is next; the count: all have passed */
	size_t common; /* steps before this one are the same in all tracks */
	uint64_t begun_at; /* positions: of its beginning, */
	uint64_t position; /* and of the step */
	bool has_ended;    /* the other side, in a step that has passed */
	struct variables variables;
	struct match match; /* of the step, if it is the other side's */
	int64_t since;      /* when the step became the next one */
	int64_t allowance;  /* the pauses before it */
};

void track_begin(struct track *t, const struct dialogue *d, uint64_t position,
    const struct variables *known, int64_t now);
void track_free(struct track *t);

/* Whether this side makes the next step behind pauses, or none follows. */
bool track_turns(const struct track *t, enum dialogue_side side);

/* Passes the steps of the other side that were heard, and sets the state. */
void track_hear(struct track *t, const struct track_rules *rules,
    const struct hearing *hearing, int64_t now);

/* The step has passed. */
void track_pass(struct track *t, int64_t now);

/* When the step must have come. */
int64_t track_due(const struct track *t, const struct track_rules *rules);

/* How many bytes of the dialogue were as expected. */
uint64_t track_reached(const struct track *t);

/* What is wrong with the step; its owner frees it. */
void track_mismatch(const struct track *t, const struct track_rules *rules,
    const struct hearing *hearing, struct mismatch *out);

/* Adds all that this side says before the other's next step, in a form that is
 * the same only for the same steps. Returns the number of the step behind. */
size_t track_speech(const struct track *t, const struct track_rules *rules,
    bool carries_messages, struct bytes *out);

#endif
