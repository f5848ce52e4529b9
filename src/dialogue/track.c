/* SPDX-License-Identifier: MIT */
/* A conversation, followed through one dialogue. */
#include "dialogue/track.h"

#include "base/clock.h"

/* What is kept behind the first byte that differs. */
#define SHOWN 1024

void track_begin(struct track *t, const struct dialogue *d, uint64_t position,
    const struct variables *known, int64_t now)
{
	*t = (struct track){
		.dialogue = d,
		.begun_at = position,
		.position = position,
		.since = now,
	};
	variables_copy(&t->variables, known);
}

void track_free(struct track *t)
{
	match_free(&t->match);
	variables_free(&t->variables);
}

bool track_turns(const struct track *t, enum dialogue_side side)
{
	for (size_t i = t->step; i < t->dialogue->count; i++)
		if (t->dialogue->steps[i].kind != DIALOGUE_PAUSE)
			return t->dialogue->steps[i].side == side;
	return true;
}

int64_t track_due(const struct track *t, const struct track_rules *rules)
{
	int64_t from =
	    t->since > rules->counts_from ? t->since : rules->counts_from;
	int64_t limit = rules->step_timeout_us;

	if (from == CLOCK_NEVER || limit >= CLOCK_NEVER - t->allowance ||
	    from >= CLOCK_NEVER - limit - t->allowance)
		return CLOCK_NEVER;
	return from + limit + t->allowance;
}

void track_pass(struct track *t, int64_t now)
{
	match_free(&t->match);
	t->step++;
	t->since = now;
	t->allowance = 0;
}

static enum match_result hear_step(struct track *t,
    const struct dialogue_step *step, const struct track_rules *rules,
    const struct hearing *hearing)
{
	struct heard heard = hearing_at(hearing, t->position);

	/* Behind the end a reset may follow. */
	heard.has_ended &= !t->has_ended;
	if (!t->match.step)
		match_begin(&t->match, step, &t->variables);
	enum match_result result =
	    match_look(&t->match, &heard, rules->max_step, &t->variables);
	bool takes_message = heard.is_message && heard.is_there;
	if (result == MATCH_PASSES && (t->match.taken > 0 || takes_message))
		t->position =
		    hearing_after(hearing, t->position, t->match.taken);
	if (result == MATCH_PASSES && step->kind == DIALOGUE_END)
		t->has_ended = true;
	if (result == MATCH_WAITS)
		t->position += t->match.taken;
	return result;
}

/* Passes one step. Otherwise sets the state. */
static bool hear(struct track *t, const struct track_rules *rules,
    const struct hearing *hearing, int64_t now)
{
	const struct dialogue_step *step = &t->dialogue->steps[t->step];

	if (step->kind == DIALOGUE_PAUSE) {
		t->allowance += step->pause_us;
		t->step++;
		return true;
	}
	switch (hear_step(t, step, rules, hearing)) {
	case MATCH_PASSES:
		track_pass(t, now);
		return true;
	case MATCH_FAILS:
		t->state = TRACK_FAILS;
		t->why = t->match.why;
		return false;
	case MATCH_WAITS:
		break;
	}
	t->state = now >= track_due(t, rules) ? TRACK_FAILS : TRACK_WAITS;
	t->why = MISMATCH_TIMEOUT;
	return false;
}

void track_hear(struct track *t, const struct track_rules *rules,
    const struct hearing *hearing, int64_t now)
{
	t->state = TRACK_TURNS;
	while (!track_turns(t, rules->side))
		if (!hear(t, rules, hearing, now))
			break;
}

uint64_t track_reached(const struct track *t)
{
	return t->position - t->begun_at + t->match.looked;
}

void track_mismatch(const struct track *t, const struct track_rules *rules,
    const struct hearing *hearing, struct mismatch *out)
{
	struct heard heard = hearing_at(hearing, t->position);
	const struct dialogue_step *step = &t->dialogue->steps[t->step];
	bool is_late = t->why == MISMATCH_TIMEOUT;

	*out = (struct mismatch){
		.kind = t->why,
		.played = rules->side,
		.dialogue = t->dialogue,
		.step = step,
		.step_number = t->step + 1,
		.is_message = heard.is_message,
		.came_count = t->match.counted + heard.len,
		.differs_at = is_late ? t->match.looked : t->match.differs_at,
		.waited_us =
		    is_late ? rules->step_timeout_us + t->allowance : 0,
		.limit = rules->max_step,
	};
	if (t->match.step)
		bytes_add(&out->expected, t->match.expected.at,
		    t->match.expected.len);
	else
		variables_expand(&t->variables, &step->text, &out->expected);
	if (step->side == rules->side)
		return; /* what came is not for this step */
	if (heard.len > out->differs_at + SHOWN)
		heard.len = out->differs_at + SHOWN;
	bytes_add(&out->came, heard.at, heard.len);
}

size_t track_speech(const struct track *t, const struct track_rules *rules,
    bool carries_messages, struct bytes *out)
{
	const struct dialogue *d = t->dialogue;
	enum dialogue_kind last = DIALOGUE_TEXT;
	size_t i = t->step;

	for (; i < d->count; i++) {
		const struct dialogue_step *step = &d->steps[i];
		size_t before = out->len;
		if (step->kind == DIALOGUE_PAUSE)
			continue;
		if (step->side != rules->side)
			break;
		last = step->kind;
		variables_expand(&t->variables, &step->text, out);
		size_t len = out->len - before;
		if (carries_messages)
			bytes_add(out, &len, sizeof(len));
	}
	bytes_add(out, &last, sizeof(last));
	/* The other side's pauses count as such. */
	while (i > t->step && i < d->count &&
	       d->steps[i - 1].kind == DIALOGUE_PAUSE)
		i--;
	return i;
}
