/* SPDX-License-Identifier: MIT */
/*
 * Plays one side of a conversation by dialogues, and checks what the other side
 * says. In memory: the owner moves the bytes, and knows the time.
 */
#ifndef DIALOGUE_PLAYER_H
#define DIALOGUE_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dialogue/dialogue.h"
#include "dialogue/mismatch.h"
#include "dialogue/repertoire.h"
#include "dialogue/variables.h"

struct player;

struct player_opts {
	/* Stays the caller's. No step of this side is a pattern, see
	 * dialogue_unsayable(). */
	struct repertoire *repertoire;
	/* The only dialogue that is played, one of the repertoire, which offers
	 * it; NULL: at first one that this side begins, if there are any, then
	 * those that the other side begins, one after the other. */
	const struct dialogue *only;
	enum dialogue_side side;       /* that is played */
	const struct variables *known; /* copied */
	bool carries_messages;         /* each step is one message */
	int64_t step_timeout_us; /* for a step of the other side; or NEVER */
	size_t max_step;         /* bytes of a step whose length is not known */
	/* Called when a step has passed; or NULL. */
	void (*passed)(void *context, const struct dialogue *d,
	    const struct dialogue_step *step);
	void *context;
};

struct player *player_new(const struct player_opts *opts);
void player_free(struct player *p);

enum player_act {
	PLAYER_SAYS,    /* bytes are to be sent */
	PLAYER_WAITS,   /* for the other side, or until player_due() */
	PLAYER_ENDS,    /* its stream is to be ended; more may come */
	PLAYER_RESETS,  /* the connection is to be reset */
	PLAYER_IS_DONE, /* nothing more is to be said or heard */
	PLAYER_FAILS,   /* see player_mismatch() */
};

/* What is to be done now. Of PLAYER_SAYS, *bytes and *len are what is left of a
 * step, valid until the next call; player_said() drops the first len of them,
 * player_ended() follows PLAYER_ENDS. */
enum player_act player_next(
    struct player *p, int64_t now, const void **bytes, size_t *len);
void player_said(struct player *p, size_t len);
void player_ended(struct player *p);

/* When player_next() has to be called even if nothing has come; CLOCK_NEVER:
 * not at all. */
int64_t player_due(const struct player *p);

/* Whether there is room for bytes: a side that speaks early has to wait. */
bool player_has_room(const struct player *p);

/* The other side has said these bytes, has ended its stream, has reset the
 * connection, or has read nothing of what was said for the time of a step. */
void player_hear(struct player *p, const void *bytes, size_t len, int64_t now);
void player_hear_end(struct player *p, int64_t now);
void player_hear_reset(struct player *p, int64_t now);
void player_find_unread(struct player *p);

/* After PLAYER_FAILS. Valid as long as the player. */
const struct mismatch *player_mismatch(const struct player *p);

/* The dialogue that is played, or was last; NULL: none so far. */
const struct dialogue *player_dialogue(const struct player *p);

#endif
