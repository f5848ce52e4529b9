/* SPDX-License-Identifier: MIT */
/* How a player goes from step to step. */
#include <assert.h>

#include "base/clock.h"
#include "dialogue/player-private.h"

/* Looks for the one that leads. */
static struct track *lead(struct player *p)
{
	size_t before = p->candidates.led;
	struct track *leader = candidates_lead(&p->candidates, p->o.repertoire);

	if (leader)
		p->last = leader->dialogue;
	if (leader && p->candidates.led != before)
		p->told = leader->common;
	return leader;
}

/* The one that leads already. */
static struct track *leader_of(const struct player *p)
{
	const struct candidates *c = &p->candidates;

	size_t i = 0;

	while (i < c->count && c->tracks[i].entry != c->led)
		i++;
	assert(i < c->count);
	return &c->tracks[i];
}

static void tell(struct player *p, const struct track *leader)
{
	for (; p->told < leader->step; p->told++)
		if (p->o.passed)
			p->o.passed(p->o.context, leader->dialogue,
			    &leader->dialogue->steps[p->told]);
}

static void end_failed(struct player *p)
{
	struct candidates *c = &p->candidates;

	if (c->led != CANDIDATES_NONE)
		repertoire_end(p->o.repertoire, c->led, false);
	c->led = CANDIDATES_NONE;
	p->state = HAS_FAILED;
}

void player_find_unread(struct player *p)
{
	const struct dialogue *d = p->said_of;

	if (p->state == HAS_FAILED || !d)
		return;
	p->mismatch = (struct mismatch){
		.kind = MISMATCH_UNREAD,
		.cause = MISMATCH_UNREAD,
		.file = p->o.repertoire->file,
		.played = p->o.side,
		.dialogue = d,
		.step = &d->steps[p->said_step],
		.step_number = p->said_step + 1,
		.waited_us = p->rules.step_timeout_us,
	};
	p->last = d;
	end_failed(p);
}

static void fail(struct player *p)
{
	struct candidates *c = &p->candidates;

	p->mismatch = c->nearest;
	c->nearest = (struct mismatch){ 0 };
	p->mismatch.file = p->o.repertoire->file;
	p->mismatch.played = p->o.side;
	p->mismatch.candidates = c->were;
	p->mismatch.cause = p->mismatch.kind;
	if (!c->has_nearest || c->were > 1)
		p->mismatch.kind = MISMATCH_NONE_FITS;
	if (c->has_nearest)
		p->last = p->mismatch.dialogue;
	end_failed(p);
}

/* The other side has reset the connection, and this side has more to say. */
static void fail_by_reset(struct player *p, struct track *leader)
{
	leader->why = MISMATCH_RESET;
	p->candidates.were = 1;
	mismatch_free(&p->candidates.nearest);
	track_mismatch(leader, &p->rules, &p->hearing, &p->candidates.nearest);
	p->candidates.has_nearest = true;
	fail(p);
}

/* Whether this side makes the first step of a dialogue. */
static bool begins(const struct player *p, const struct repertoire_entry *e)
{
	return e->is_silent || e->first == p->o.side;
}

static void add(struct player *p, size_t entry, int64_t now)
{
	candidates_begin(&p->candidates, p->o.repertoire, entry, &p->rules,
	    &p->hearing, &p->known, now);
}

/* Adds those that are offered and begun by this side, or by the other one. */
static void add_offered(struct player *p, bool by_this_side, int64_t now)
{
	const struct repertoire *r = p->o.repertoire;

	for (size_t i = repertoire_offered(r, 0); i < r->count;
	     i = repertoire_offered(r, i + 1))
		if (begins(p, &r->entries[i]) == by_this_side)
			add(p, i, now);
}

/* Whether the other side may begin a dialogue. At first, one that is not
 * offered any more is no reason to end the connection: that it is missing is
 * told when it is asked for. */
static bool can_be_asked(const struct player *p)
{
	const struct repertoire *r = p->o.repertoire;

	if (!p->is_later)
		return r->is_begun_by[p->o.side == DIALOGUE_CLIENT];
	for (size_t i = repertoire_offered(r, 0); i < r->count;
	     i = repertoire_offered(r, i + 1))
		if (!begins(p, &r->entries[i]))
			return true;
	return false;
}

/* The other side has said nothing and is gone: that is a dialogue if one of
 * them begins so. Behind another dialogue it is the end of the connection. */
static void begin_silently(struct player *p, int64_t now)
{
	p->rules.counts_from = now;
	if (!p->is_later)
		add_offered(p, false, now);
	if (p->candidates.count > 0)
		return;
	candidates_clear(&p->candidates);
	p->state = IS_DONE;
}

static void begin(struct player *p, int64_t now)
{
	bool is_silent = p->hearing.bytes.len == 0;

	p->rules.counts_from = p->o.only ? now : CLOCK_NEVER;
	p->told = 0;
	p->state = IS_HEARING;
	if (p->o.only) {
		add(p, repertoire_find(p->o.repertoire, p->o.only), now);
		return;
	}
	if (!p->is_later)
		add_offered(p, true, now);
	if (p->candidates.count > 0)
		return;
	bool is_over = p->hearing.has_ended || p->hearing.is_reset;
	if (is_silent && is_over) {
		begin_silently(p, now);
	} else if (is_silent && !can_be_asked(p)) {
		p->state = IS_DONE;
	} else if (is_silent) {
		p->state = IS_IDLE;
	} else {
		p->rules.counts_from = now;
		add_offered(p, false, now);
	}
}

/* The other side has no step that it may miss before it has said a byte. */
static void count_from_first_byte(struct player *p, int64_t now)
{
	if (p->rules.counts_from == CLOCK_NEVER &&
	    hearing_end(&p->hearing) > p->hearing.from)
		p->rules.counts_from = now;
}

static void finish(struct player *p, const struct track *leader)
{
	repertoire_end(p->o.repertoire, leader->entry, true);
	p->is_later = true;
	hearing_drop(&p->hearing, leader->position);
	candidates_clear(&p->candidates);
	p->state = p->o.only || p->has_ended ? IS_DONE : IS_IDLE;
}

static void hear(struct player *p, int64_t now)
{
	struct candidates *c = &p->candidates;

	count_from_first_byte(p, now);
	candidates_hear(c, p->o.repertoire, &p->rules, &p->hearing, now);
	if (c->count == 0) {
		fail(p);
		return;
	}
	struct track *leader = lead(p);
	if (leader)
		tell(p, leader);
	if (leader && leader->state == TRACK_TURNS &&
	    leader->step == leader->dialogue->count) {
		finish(p, leader);
		return;
	}
	if (leader && leader->state == TRACK_TURNS) {
		candidates_narrow(c, leader, &p->rules, p->o.carries_messages);
		p->state = IS_AT_TURN;
	}
	hearing_drop(&p->hearing, candidates_position(c));
}

/* Steps of a stream go out together; each of messages alone. */
static void say(struct player *p, const struct track *leader)
{
	const struct dialogue *d = leader->dialogue;

	p->saying_steps = 0;
	for (size_t i = leader->step; i < d->count; i++) {
		const struct dialogue_step *step = &d->steps[i];
		if (step->kind != DIALOGUE_TEXT || step->side != p->o.side ||
		    p->saying.len >= ENOUGH ||
		    (p->saying_steps > 0 && p->o.carries_messages))
			break;
		variables_expand(&leader->variables, &step->text, &p->saying);
		p->saying_steps++;
	}
	assert(p->saying_steps > 0);
	p->said_of = d;
	p->said_step = leader->step + p->saying_steps - 1;
	p->state = IS_SAYING;
}

void player_pass(struct player *p, size_t steps)
{
	struct track *leader = leader_of(p);

	leader->step += steps;
	tell(p, leader);
	p->state = IS_AT_TURN;
}

static void await(struct player *p, int64_t now)
{
	struct candidates *c = &p->candidates;

	for (size_t i = 0; i < c->count; i++) {
		c->tracks[i].since = now;
		c->tracks[i].allowance = 0;
	}
	p->state = IS_HEARING;
}

static void turn(struct player *p, int64_t now)
{
	struct track *leader = leader_of(p);
	const struct dialogue *d = leader->dialogue;

	if (!track_turns(leader, p->o.side)) {
		await(p, now);
		return;
	}
	if (leader->step == d->count) {
		/* Another one may go on: what comes decides. */
		if (p->candidates.count > 1)
			await(p, now);
		else
			finish(p, leader);
		return;
	}
	const struct dialogue_step *step = &d->steps[leader->step];
	switch (step->kind) {
	case DIALOGUE_PAUSE:
		p->pause_until = now + step->pause_us;
		p->state = IS_PAUSING;
		return;
	case DIALOGUE_END:
		p->state = IS_ENDING;
		return;
	case DIALOGUE_RESET:
		player_pass(p, 1);
		finish(p, leader);
		p->state = IS_RESETTING;
		return;
	case DIALOGUE_TEXT:
	case DIALOGUE_BEGINS:
	case DIALOGUE_MATCHES:
	case DIALOGUE_UNTIL:
	case DIALOGUE_BYTES:
		say(p, leader);
		return;
	}
}

/* Goes on to the next state. Returns whether that is possible now. */
static bool go_on(struct player *p, int64_t now)
{
	enum player_state before = p->state;

	switch (p->state) {
	case IS_IDLE:
		begin(p, now);
		return p->state != before;
	case IS_HEARING:
		hear(p, now);
		return p->state != before;
	case IS_AT_TURN:
		turn(p, now);
		return true;
	case IS_SAYING:
		if (p->hearing.is_reset)
			fail_by_reset(p, leader_of(p));
		else if (p->saying.len == 0 && !p->o.carries_messages)
			player_pass(p, p->saying_steps);
		return p->state != before;
	case IS_PAUSING:
		if (now >= p->pause_until)
			player_pass(p, 1);
		return p->state != before;
	case IS_ENDING:
		if (p->hearing.is_reset)
			player_pass(p, 1);
		return p->state != before;
	case IS_RESETTING:
	case IS_DONE:
	case HAS_FAILED:
		break;
	}
	return false;
}

void player_play(struct player *p, int64_t now)
{
	while (go_on(p, now))
		;
}
