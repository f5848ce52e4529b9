/* SPDX-License-Identifier: MIT */
/* The parts of a player. */
#ifndef DIALOGUE_PLAYER_PRIVATE_H
#define DIALOGUE_PLAYER_PRIVATE_H

#include "dialogue/candidates.h"
#include "dialogue/hearing.h"
#include "dialogue/player.h"

/* So much is said at once, and kept of what comes too early. */
#define ENOUGH (64 * 1024)

enum player_state {
	IS_IDLE,    /* no dialogue has begun */
	IS_HEARING, /* the other side is next */
	IS_AT_TURN, /* this side is next, or the dialogue is over */
	IS_SAYING,  /* until all bytes are said */
	IS_PAUSING, /* until pause_until */
	IS_ENDING,  /* until that is done */
	IS_RESETTING,
	IS_DONE,
	HAS_FAILED,
};

struct player {
	struct player_opts o;
	struct variables known;
	struct track_rules rules;
	enum player_state state;
	struct hearing hearing;
	struct candidates candidates;
	const struct dialogue *last; /* that has led */
	bool is_later;               /* a dialogue was played before */
	bool has_ended;              /* its own stream */
	size_t told;                 /* steps of the leader */
	struct bytes saying;
	size_t saying_steps; /* that these bytes are of */
	/* The last of them, also after they are said; NULL: none so far. */
	const struct dialogue *said_of;
	size_t said_step;
	int64_t pause_until;
	struct mismatch mismatch;
};

/* Goes on as far as possible. */
void player_play(struct player *p, int64_t now);

/* The next steps of this side have passed. */
void player_pass(struct player *p, size_t steps);

#endif
