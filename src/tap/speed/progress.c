/* SPDX-License-Identifier: MIT */
/*
 * The progress meter. Before it ticks, a sample says how far each conversation
 * is; TAP_CLOSED and the sums of datagrams say what was moved in all. It does
 * not see the bytes, so that they may be spliced.
 */
#include "tap/speed/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/output/console.h"
#include "sys/output/messages.h"
#include "tap/speed/meter.h"
#include "tap/speed/stall.h"

/* A short transfer needs no meter. */
#define APPEARS_AFTER (CLOCK_SECOND / 2)

/* Between two looks, and between two lines of a log. */
#define PERIOD (CLOCK_SECOND / 4)
#define LOG_PERIOD CLOCK_SECOND
#define LOG_PERIOD_MOST (60 * CLOCK_SECOND)

/* The rate is that of the last two seconds. */
#define LOOKS 9

/* A stall begins after so much time without a byte. */
#define STALLED_AFTER (2 * CLOCK_SECOND)

/* Of a terminal that does not say how wide it is. */
#define USUAL_COLUMNS 80

struct look {
	int64_t at;
	uint64_t in, out;
};

struct progress {
	struct tap tap;
	struct progress_opts opts;
	int64_t started; /* the first conversation has; 0: not yet */
	int64_t next_look, next_line;
	int64_t last_move;
	uint64_t in, out, datagrams;             /* of what has ended */
	uint64_t now_in, now_out, now_datagrams; /* of what goes on */
	uint64_t clients, all_clients;
	bool has_datagrams;
	struct look
	    looks[LOOKS]; /* a ring; the oldest is at look_count % LOOKS */
	unsigned look_count;
	const char *cause; /* what is waited for; or NULL */
};

static bool progress_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_SAMPLE || kind == TAP_CONNECTED ||
	       kind == TAP_ACCEPTED || kind == TAP_CLOSED || kind == TAP_SENT ||
	       kind == TAP_RECEIVED;
}

/* What happens */

static void begin(struct progress *p, int64_t at)
{
	if (p->started)
		return;
	p->started = p->last_move = at;
	p->next_line = at + (p->opts.is_plain ? LOG_PERIOD : APPEARS_AFTER);
}

static void note_sample(struct progress *p, const struct tap_event *e)
{
	const struct tap_sample *s = e->sample;

	begin(p, e->at - s->traffic.took_us);
	/* Bytes that were read may wait long for the output. */
	p->now_in += s->traffic.in - s->held_in;
	p->now_out += s->traffic.out;
	p->now_datagrams += s->datagrams;
	p->has_datagrams |= s->has_datagrams;
	const char *cause = stall_cause(s);
	if (!cause)
		return;
	bool is_same = !p->cause || strcmp(p->cause, cause) == 0;
	p->cause = is_same ? cause : "nothing moves";
}

static void note_closed(struct progress *p, const struct tap_closed *closed)
{
	p->in += closed->traffic.in;
	p->out += closed->traffic.out;
	if (p->clients > 0)
		p->clients--;
}

static void note_total(struct progress *p, const struct tap_datagrams *d)
{
	p->has_datagrams = true;
	p->datagrams += d->count;
	if (d->direction == TAP_IN)
		p->in += d->bytes;
	else
		p->out += d->bytes;
}

static void progress_event(struct tap *tap, const struct tap_event *event)
{
	struct progress *p = (struct progress *)tap;

	if (event->kind == TAP_SAMPLE) {
		note_sample(p, event);
	} else if (event->kind == TAP_CLOSED) {
		note_closed(p, &event->closed);
	} else if (event->kind == TAP_SENT || event->kind == TAP_RECEIVED) {
		note_total(p, &event->datagrams);
	} else {
		begin(p, event->at);
		p->clients++;
		p->all_clients++;
	}
}

/* What is shown */

/* The size of the direction in which more has moved. */
static uint64_t size_of(const struct progress *p, uint64_t in, uint64_t out)
{
	if (in == 0 && out == 0 && p->opts.size_in != p->opts.size_out)
		return 0;
	return out >= in ? p->opts.size_out : p->opts.size_in;
}

static uint64_t rate_of(const struct progress *p, uint64_t in, uint64_t out)
{
	unsigned first = p->look_count > LOOKS ? p->look_count - LOOKS : 0;
	const struct look *then = &p->looks[first % LOOKS];
	const struct look *now = &p->looks[(p->look_count - 1) % LOOKS];
	uint64_t moved = out >= in ? now->out - then->out : now->in - then->in;

	if (now->at <= then->at)
		return 0;
	return (uint64_t)((double)moved * CLOCK_SECOND /
			  (double)(now->at - then->at));
}

static struct meter measure(const struct progress *p, int64_t now)
{
	uint64_t in = p->in + p->now_in, out = p->out + p->now_out;
	bool is_stalled = now - p->last_move >= STALLED_AFTER;

	return (struct meter){
		.in = in,
		.out = out,
		.size = size_of(p, in, out),
		.rate = rate_of(p, in, out),
		.took_us = now - p->started,
		.datagrams = p->datagrams + p->now_datagrams,
		.clients = p->clients,
		.has_datagrams = p->has_datagrams,
		.has_clients = p->opts.counts_clients,
		.stall = is_stalled ? p->cause : NULL,
		.stalled_us = now - p->last_move,
	};
}

/* When the next line of a log is due: after longer and longer pauses while a
 * stall lasts. */
static int64_t next_line(const struct progress *p, int64_t now)
{
	int64_t pause = now - p->last_move;

	if (!p->opts.is_plain)
		return now;
	if (pause < STALLED_AFTER)
		pause = LOG_PERIOD;
	return now + (pause < LOG_PERIOD_MOST ? pause : LOG_PERIOD_MOST);
}

static void say(const char *topic, const char *words)
{
	char line[METER_LINE + 16];

	snprintf(line, sizeof(line), "%-9s %s\n", topic, words);
	messages_write(line, 4);
}

static void show(struct progress *p, int64_t now)
{
	struct meter meter = measure(p, now);
	char words[METER_LINE];
	int columns = messages_width();

	if (p->opts.is_plain) {
		say("progress:", meter_say(words, &meter));
	} else if (!console_is_elsewhere(STDERR_FILENO)) {
		meter_draw(words, &meter, columns ? columns : USUAL_COLUMNS);
		messages_meter(words);
	}
}

/* Notes what has moved since the last look. While a program outlives its
 * conversation, no sample has the bytes of that, and TAP_CLOSED has not come:
 * the sums stay as they were. */
static void look(struct progress *p, int64_t now)
{
	if (p->look_count == 0)
		p->looks[p->look_count++] = (struct look){ .at = p->started };
	const struct look *before = &p->looks[(p->look_count - 1) % LOOKS];
	uint64_t in = p->in + p->now_in, out = p->out + p->now_out;

	if (in < before->in) {
		p->now_in += before->in - in;
		in = before->in;
	}
	if (out < before->out) {
		p->now_out += before->out - out;
		out = before->out;
	}
	if (in != before->in || out != before->out)
		p->last_move = now;
	p->looks[p->look_count++ % LOOKS] = (struct look){ now, in, out };
}

static void look_and_show(struct progress *p, int64_t now)
{
	look(p, now);
	if (p->last_move == now)
		p->next_line = clock_earlier(p->next_line, now + LOG_PERIOD);
	if (now < p->next_line)
		return;
	show(p, now);
	p->next_line = next_line(p, now);
}

static int64_t progress_tick(struct tap *tap, int64_t now)
{
	struct progress *p = (struct progress *)tap;

	if (now >= p->next_look) {
		p->next_look = now + PERIOD;
		if (p->started)
			look_and_show(p, now);
	}
	/* The next samples count from 0; they come before any observer ticks.
	 */
	p->now_in = p->now_out = p->now_datagrams = 0;
	p->cause = NULL;
	return p->next_look;
}

static int progress_end(struct tap *tap, struct error *err)
{
	struct progress *p = (struct progress *)tap;
	char words[METER_LINE];
	struct meter total = {
		.in = p->in,
		.out = p->out,
		.took_us = clock_now() - p->started,
		.datagrams = p->datagrams,
		.clients = p->all_clients,
		.has_datagrams = p->has_datagrams,
		.has_clients = p->opts.counts_clients,
	};

	(void)err;
	messages_meter(NULL);
	if (p->started)
		say("total:", meter_say_total(words, &total));
	free(p);
	return 0;
}

static const struct tap_ops progress_ops = {
	.wants = progress_wants,
	.event = progress_event,
	.tick = progress_tick,
	.end = progress_end,
};

struct tap *progress_new(const struct progress_opts *opts)
{
	struct progress *p = xmalloc(sizeof(*p));

	*p = (struct progress){ .tap.ops = &progress_ops, .opts = *opts };
	return &p->tap;
}
