/* SPDX-License-Identifier: MIT */
/* Sessions that talk to each other. */
#include "session-run.h"

#include "args/fault-spec.h"
#include "base/clock.h"
#include "fuzz.h"
#include "relay/session-impair.h"
#include "relay/session-private.h"

/* More turns than any conversation here needs. */
#define TURNS_MOST 60000

/* Turns at one time in which nothing moves. */
#define SPINS_MOST 40

/* The clock stands still unless the run moves it. */
static int64_t now;

int64_t clock_now(void)
{
	return now;
}

int64_t clock_after(int64_t duration_us)
{
	return duration_us >= CLOCK_NEVER - now ? CLOCK_NEVER
	                                        : now + duration_us;
}

/* Not used by sessions, but what base/clock.c has as well. */
int64_t clock_wall_ns(void)
{
	return now * 1000;
}

void session_run_wait(struct session_run *r, int64_t duration_us)
{
	r->waited_us += duration_us;
	now += duration_us;
}

/* The policies of ends on this host: the rows of the table in genet(1). Two
 * that wait for the end of each other would do so for ever. */
static struct session_end policy(unsigned which, bool may_wait)
{
	static const struct session_end rows[] = {
		{ .is_ours = true, .stops_answered = true },
		{ .is_ours = true, .stops_with_other = true },
		{ .is_ours = true, .need_not_read = true },
		{ .is_ours = true,
		    .stops_answered = true,
		    .may_be_silent = true },
		{ .is_ours = true, .ends_last = true },
	};

	return rows[which % (may_wait ? 5 : 3)];
}

static struct session_rules rules(struct session_run *r, unsigned options)
{
	struct session_rules made = {
		.engine = ENGINE_COPY,
		.pool = &r->pool,
		.idle_timeout_us = CLOCK_NEVER,
		.linger_us = CLOCK_NEVER,
		.deadline = CLOCK_NEVER,
		.enough_at = CLOCK_NEVER,
	};

	if (options & 1)
		made.idle_timeout_us = 5 * CLOCK_SECOND;
	if (options & 2)
		made.linger_us = 3 * CLOCK_SECOND;
	if (options & 4)
		made.deadline = clock_after(20 * CLOCK_SECOND);
	if (options & 8)
		made.rate = 20000;
	if (options & 16)
		made.line_interval_us = CLOCK_SECOND / 50;
	return made;
}

static void begin_session(struct session_run *r, int i, struct session_end near,
    struct session_end far)
{
	session_init(&r->sessions[i], &r->rules[i], &near, &far);
}

void session_run_add_fault(struct session_run *r, unsigned which)
{
	static const char *const faults[] = { "latency=50ms,jitter=20ms",
		"up:latency=2s", "down:latency=300ms,queue=64",
		"chunk=7,gap=5ms", "chunk=1", "rate=5K",
		"stall,after=40,for=2s", "slow-close=3s",
		"stall,every=100,for=200ms,after=10" };
	const char *words = faults[which % (sizeof(faults) / sizeof(*faults))];
	struct error err = ERROR_NONE;
	struct impairment what;

	if (r->faults.count > 3)
		return;
	FUZZ_MUST(fault_spec_parse(words, &what, &err) == 0);
	FUZZ_MUST(impair_set_add(&r->faults, NULL, words, &what));
}

void session_run_clear_faults(struct session_run *r)
{
	impair_set_clear(&r->faults);
}

void session_run_begin(
    struct session_run *r, const uint8_t **data, size_t *size)
{
	unsigned first = fuzz_byte(data, size), second = fuzz_byte(data, size);
	unsigned options = fuzz_byte(data, size), shape = fuzz_byte(data, size);
	struct session_end a = policy(first, true);
	struct session_end b = policy(second, !a.may_be_silent && !a.ends_last);
	int wires = shape & 1 ? 2 : 1;

	r->count = wires + 1;
	impair_set_init(&r->faults, shape);
	r->has_limits = options & 7;
	now = 1000 * CLOCK_SECOND;
	for (int i = 0; i < 2; i++) {
		fuzz_user_init(&r->users[i], (uint8_t)(i * 101));
		fuzz_wire_init(&r->wires[i]);
	}
	for (int i = 0; i < r->count; i++)
		r->rules[i] = rules(r, i == 0 ? options : options & 8);
	a.stream = &r->users[0].stream;
	b.stream = &r->users[1].stream;
	begin_session(r, 0, a,
	    (struct session_end){ .stream = &r->wires[0].ends[0].stream });
	begin_session(r, wires, b,
	    (struct session_end){
		.stream = &r->wires[wires - 1].ends[1].stream });
	if (wires == 1)
		return;
	if (shape & 2)
		r->rules[1].faults = &r->faults;
	session_run_add_fault(r, shape >> 2);
	r->rules[1].is_wire = true;
	begin_session(r, 1,
	    (struct session_end){ .stream = &r->wires[1].ends[0].stream },
	    (struct session_end){ .stream = &r->wires[0].ends[1].stream });
	if (shape & 2)
		session_impair(&r->sessions[1], 1);
}

/* What poll(2) would say of a slot. */
static void answer(struct waiting *w, unsigned slot, short happens)
{
	if (slot == WAITING_NONE || slot >= w->count)
		return;
	w->fds[slot].revents |=
	    happens & (w->fds[slot].events | POLLERR | POLLHUP | POLLNVAL);
}

/* When the result of a session is known. */
static void note_unconfirmed(struct session_run *r, int i)
{
	const struct fuzz_wire_end *far =
	    (const struct fuzz_wire_end *)r->sessions[i].ends[FAR].stream;

	r->was_unconfirmed[i] = far->is_lost || far->holds_acknowledgements;
}

void session_run_turn(struct session_run *r, int i)
{
	struct session *s = &r->sessions[i];
	struct waiting w = { 0 };

	if (r->is_over[i])
		return;
	bool was_open = s->phase == SESSION_OPEN;
	r->turns++;
	r->latest[i] = s->pollable.ops->prepare(&s->pollable, &w);
	for (int side = NEAR; side <= FAR; side++) {
		struct session_end *end = &s->ends[side];
		if (!end->stream ||
		    (s->phase == SESSION_LEAVING && side == NEAR))
			continue;
		answer(&w, end->in, fuzz_stream_events(end->stream, true));
		if (end->out != end->in)
			answer(&w, end->out,
			    fuzz_stream_events(end->stream, false));
	}
	r->is_over[i] = !s->pollable.ops->service(&s->pollable, &w);
	waiting_free(&w);
	if (was_open && s->phase != SESSION_OPEN)
		note_unconfirmed(r, i);
	if (!r->is_over[i])
		return;
	r->result[i] = session_result(s, "connection to x", &r->err[i]);
	session_free(s);
}

/* What has moved in all. */
static uint64_t moved(const struct session_run *r)
{
	uint64_t sum = 0;

	for (int i = 0; i < 2; i++) {
		sum += r->users[i].said + r->users[i].heard.len;
		sum += fuzz_wire_moved(&r->wires[i]);
	}
	for (int i = 0; i < r->count; i++)
		sum += r->is_over[i] ? 1000
		                     : (uint64_t)r->sessions[i].phase +
		                           r->sessions[i].lanes[0].state +
		                           r->sessions[i].lanes[1].state;
	return sum;
}

static bool is_over(const struct session_run *r)
{
	for (int i = 0; i < r->count; i++)
		if (!r->is_over[i])
			return false;
	return true;
}

/* Whether the end of the other user is the end of a conversation. */
static bool waits_for_other(const struct session_run *r, int user)
{
	int own = user ? r->count - 1 : 0, other = user ? 0 : r->count - 1;
	const struct session_end *end = &r->sessions[other].ends[NEAR];

	return r->sessions[own].ends[NEAR].stops_with_other &&
	       !end->stops_with_other && !end->may_be_silent && !end->ends_last;
}

static void clear_the_way(struct session_run *r)
{
	for (int i = 0; i < 2; i++) {
		r->users[i].takes = SIZE_MAX;
		r->users[i].has_ended |= !waits_for_other(r, i);
		for (int k = 0; k < 2; k++) {
			r->wires[i].ends[k].room = 65536;
			r->wires[i].ends[k].holds_acknowledgements = false;
		}
	}
}

static int64_t next_time(const struct session_run *r)
{
	int64_t next = CLOCK_NEVER;

	for (int i = 0; i < r->count; i++)
		if (!r->is_over[i])
			next = clock_earlier(next, r->latest[i]);
	return next;
}

void session_run_to_the_end(struct session_run *r)
{
	int spins = 0;

	clear_the_way(r);
	while (!is_over(r)) {
		uint64_t before = moved(r);
		FUZZ_MUST(r->turns < TURNS_MOST);
		for (int i = 0; i < r->count; i++)
			session_run_turn(r, i);
		if (is_over(r) || moved(r) != before) {
			spins = 0;
			continue;
		}
		int64_t next = next_time(r);
		if (next > now && spins >= 2) {
			FUZZ_MUST(next != CLOCK_NEVER);
			now = next;
			spins = 0;
		}
		FUZZ_MUST(++spins < SPINS_MOST);
	}
}

void session_run_end(struct session_run *r)
{
	for (int i = 0; i < 2; i++) {
		fuzz_user_free(&r->users[i]);
		fuzz_wire_free(&r->wires[i]);
	}
	impair_set_free(&r->faults);
	pool_free(&r->pool);
}
