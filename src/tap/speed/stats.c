/* SPDX-License-Identifier: MIT */
/* How fast each connection was, and why it was not faster. */
#include "tap/speed/stats.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/output/messages.h"
#include "tap/speed/stats-limit.h"
#include "tap/words.h"

/* Columns of the lines into which a long one is broken. */
#define HANG 9

/* Between two samples. */
#define PERIOD (CLOCK_SECOND / 4)

/* An open connection. */
struct note {
	unsigned id;
	int64_t first_byte_us; /* after its start; -1: not yet */
	int64_t input_ended;   /* a point in time; 0: not yet */
};

struct stats {
	struct tap tap;
	struct note *notes;
	size_t count, capacity;
	const char *pace;
	unsigned looks, waiting, paused; /* of the only connection */
	int64_t next_look;
};

static bool stats_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_FIRST_BYTE || kind == TAP_INPUT_ENDED ||
	       kind == TAP_SAMPLE || kind == TAP_CLOSED;
}

static struct note *find(struct stats *s, unsigned id)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->notes[i].id == id)
			return &s->notes[i];
	if (s->count == s->capacity) {
		s->capacity = 2 * s->capacity + 1;
		s->notes =
		    xreallocarray(s->notes, s->capacity, sizeof(*s->notes));
	}
	s->notes[s->count] = (struct note){ .id = id, .first_byte_us = -1 };
	return &s->notes[s->count++];
}

/* Lines */

__attribute__((format(printf, 2, 3))) static void say(
    unsigned id, const char *fmt, ...)
{
	char text[512], line[sizeof(text) + 32] = "";
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (id)
		words_add(line, sizeof(line), "connection %u: ", id);
	words_add(line, sizeof(line), "%s\n", text);
	messages_write(line, HANG);
}

/* Between processes of one host a round trip takes microseconds. */
static const char *rtt_text(char buf[TEXT_MEASURE], unsigned us)
{
	return us == 0 ? "unknown" : text_precise(buf, us);
}

#define RTT(us) rtt_text((char[TEXT_MEASURE]){ 0 }, us)

static uint64_t per_second(uint64_t bytes, int64_t took_us)
{
	return took_us > 0
	           ? (uint64_t)((double)bytes * CLOCK_SECOND / (double)took_us)
	           : 0;
}

static void say_speed(
    unsigned id, const struct note *note, const struct tap_traffic *t)
{
	char first[64] = "nothing received";

	if (note->first_byte_us >= 0)
		snprintf(first, sizeof(first), "first byte after %s",
		    DURATION(note->first_byte_us));
	say(id, "speed:   in %s/s, out %s/s; %s",
	    SIZE(per_second(t->in, t->took_us)),
	    SIZE(per_second(t->out, t->took_us)), first);
}

static void say_network(unsigned id, const struct tcp_facts *tcp)
{
	char rate[96] = "";

	if (tcp->delivery_rate && tcp->segments)
		snprintf(rate, sizeof(rate), "; delivery rate %s/s%s",
		    SIZE(tcp->delivery_rate),
		    tcp->is_app_limited ? " (limited by the input)" : "");
	say(id,
	    "network: rtt %s, least %s; %u segment%s with data; %u "
	    "retransmit%s%s",
	    RTT(tcp->rtt_us), RTT(tcp->min_rtt_us), tcp->segments,
	    plural(tcp->segments), tcp->retransmits, plural(tcp->retransmits),
	    rate);
}

static void say_limit(const struct stats *s, unsigned id,
    const struct note *note, const struct tap_event *e)
{
	const struct tap_closed *c = &e->closed;
	int64_t started = e->at - c->traffic.took_us;
	char limit[STATS_LIMIT_SIZE];
	const struct stats_conversation conversation = {
		.took_us = c->traffic.took_us,
		.input_took_us =
		    note->input_ended ? note->input_ended - started : -1,
		.in = c->traffic.in,
		.out = c->traffic.out,
		.unconfirmed = c->unconfirmed,
		.looks = id ? 0 : s->looks,
		.waiting = id ? 0 : s->waiting,
		.paused = id ? 0 : s->paused,
		.pace = s->pace,
	};

	say(id, "limit:   %s", stats_limit(limit, &conversation, &c->tcp));
}

static void say_acknowledged(unsigned id, const struct tap_closed *c)
{
	uint64_t out = c->traffic.out;
	uint64_t left = c->unconfirmed < out ? c->unconfirmed : out;

	if (left == 0)
		say(id, "acked:   all %s that were sent, by the peer's kernel",
		    SIZE(out));
	else
		say(id,
		    "acked:   %s of the %s that were sent, by the peer's "
		    "kernel",
		    SIZE(out - left), SIZE(out));
}

/* Events */

static void tell_end(struct stats *s, const struct tap_event *e)
{
	const struct tap_closed *c = &e->closed;
	unsigned id = e->connection->id;
	struct note *note = find(s, id);

	if (c->is_counted) {
		say_speed(id, note, &c->traffic);
		if (c->has_tcp)
			say_network(id, &c->tcp);
		if (c->has_tcp && c->traffic.in + c->traffic.out > 0)
			say_limit(s, id, note, e);
		if (c->has_tcp && c->traffic.out > 0)
			say_acknowledged(id, c);
	}
	*note = s->notes[--s->count];
}

static void stats_event(struct tap *tap, const struct tap_event *e)
{
	struct stats *s = (struct stats *)tap;

	switch ((int)e->kind) {
	case TAP_FIRST_BYTE:
		find(s, e->connection->id)->first_byte_us = e->took_us;
		break;
	case TAP_INPUT_ENDED:
		if (e->ended.sequel != TAP_HELD_BACK)
			find(s, e->connection->id)->input_ended = e->at;
		break;
	case TAP_SAMPLE:
		s->looks++;
		s->paused += e->sample->is_held_back;
		s->waiting += e->sample->held_in > 0;
		break;
	case TAP_CLOSED:
		tell_end(s, e);
		break;
	}
}

static int64_t stats_tick(struct tap *tap, int64_t now)
{
	struct stats *s = (struct stats *)tap;

	if (now >= s->next_look)
		s->next_look = now + PERIOD;
	return s->next_look;
}

static int stats_end(struct tap *tap, struct error *err)
{
	struct stats *s = (struct stats *)tap;

	(void)err;
	free(s->notes);
	free(s);
	return 0;
}

static const struct tap_ops stats_ops = {
	.wants = stats_wants,
	.event = stats_event,
	.tick = stats_tick,
	.end = stats_end,
};

struct tap *stats_new(const char *pace)
{
	struct stats *s = xcalloc(1, sizeof(*s));

	s->tap.ops = &stats_ops;
	s->pace = pace;
	return &s->tap;
}
