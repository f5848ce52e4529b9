/* SPDX-License-Identifier: MIT */
/* Plays one side of a conversation: what its owner asks and tells it. */
#include "dialogue/player.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "dialogue/player-private.h"

struct player *player_new(const struct player_opts *opts)
{
	struct player *p = xmalloc(sizeof(*p));

	*p = (struct player){
		.o = *opts,
		.rules = {
			.side = opts->side,
			.max_step = opts->max_step,
			.step_timeout_us = opts->step_timeout_us,
		},
		.hearing = { .carries_messages = opts->carries_messages },
		.candidates = { .led = CANDIDATES_NONE },
	};
	if (opts->known)
		variables_copy(&p->known, opts->known);
	p->o.known = &p->known;
	return p;
}

void player_free(struct player *p)
{
	if (!p)
		return;
	if (p->candidates.led != CANDIDATES_NONE)
		repertoire_end(p->o.repertoire, p->candidates.led, false);
	variables_free(&p->known);
	hearing_free(&p->hearing);
	candidates_clear(&p->candidates);
	bytes_free(&p->saying);
	mismatch_free(&p->mismatch);
	free(p);
}

enum player_act player_next(
    struct player *p, int64_t now, const void **bytes, size_t *len)
{
	player_play(p, now);
	switch (p->state) {
	case IS_IDLE:
	case IS_HEARING:
	case IS_AT_TURN:
	case IS_PAUSING:
		return PLAYER_WAITS;
	case IS_SAYING:
		*bytes = p->saying.at;
		*len = p->saying.len;
		return PLAYER_SAYS;
	case IS_ENDING:
		return PLAYER_ENDS;
	case IS_RESETTING:
		return PLAYER_RESETS;
	case IS_DONE:
		return PLAYER_IS_DONE;
	case HAS_FAILED:
		break;
	}
	return PLAYER_FAILS;
}

void player_said(struct player *p, size_t len)
{
	assert(p->state == IS_SAYING);
	bytes_drop(&p->saying, len);
	if (p->saying.len > 0)
		return;
	bytes_trim(&p->saying);
	player_pass(p, p->saying_steps);
}

void player_ended(struct player *p)
{
	assert(p->state == IS_ENDING);
	p->has_ended = true;
	player_pass(p, 1);
}

int64_t player_due(const struct player *p)
{
	if (p->state == IS_PAUSING)
		return p->pause_until;
	if (p->state == IS_AT_TURN)
		return 0;
	return p->state == IS_HEARING
	           ? candidates_due(&p->candidates, &p->rules)
	           : CLOCK_NEVER;
}

bool player_has_room(const struct player *p)
{
	bool looks_at_all = p->state == IS_IDLE || p->state == IS_HEARING;
	bool is_over = p->state == IS_DONE || p->state == HAS_FAILED;

	return looks_at_all || is_over || p->hearing.bytes.len < ENOUGH;
}

void player_hear(struct player *p, const void *bytes, size_t len, int64_t now)
{
	if (p->state == IS_DONE || p->state == HAS_FAILED ||
	    p->state == IS_RESETTING)
		return;
	hearing_add(&p->hearing, bytes, len);
	player_play(p, now);
}

void player_hear_end(struct player *p, int64_t now)
{
	p->hearing.has_ended = true;
	player_play(p, now);
}

void player_hear_reset(struct player *p, int64_t now)
{
	p->hearing.is_reset = true;
	player_play(p, now);
}

const struct mismatch *player_mismatch(const struct player *p)
{
	return &p->mismatch;
}

const struct dialogue *player_dialogue(const struct player *p)
{
	return p->last;
}
