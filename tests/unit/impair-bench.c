/* SPDX-License-Identifier: MIT */
/* A direction of a conversation with faults. */
#include "impair-bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/fault-spec.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "moved-clock.h"
#include "relay/impair/impair-mover.h"

void impair_bench_add(
    struct impair_bench *b, const char *name, const char *fault)
{
	struct error err = ERROR_NONE;
	struct impairment what;

	if (fault_spec_parse(fault, &what, &err) < 0 ||
	    !impair_set_add(&b->set, name, fault, &what)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
}

static void begin(struct impair_bench *b, uint64_t seed, const char *faults,
    enum impair_carrier carrier)
{
	char *words = xstrdup(faults), *rest = words, *word;

	moved_clock_stop();
	*b = (struct impair_bench){ .verdict = MOVER_GOES_ON };
	impair_set_init(&b->set, seed);
	while ((word = strsep(&rest, " ")))
		if (*word)
			impair_bench_add(b, NULL, word);
	free(words);
	wire_init(&b->sender, &b->source);
	wire_init(&b->sink, &b->receiver);
	const struct impair_mover_opts opts = {
		.set = &b->set,
		.conn = 1,
		.is_up = true,
		.carrier = carrier,
		.longest = 64 * 1024,
		.pool = &b->pool,
	};
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    impair_mover_new(&opts));
}

void impair_bench_begin(
    struct impair_bench *b, uint64_t seed, const char *faults)
{
	begin(b, seed, faults, IMPAIR_STREAM);
}

void impair_bench_begin_messages(
    struct impair_bench *b, uint64_t seed, const char *faults)
{
	begin(b, seed, faults, IMPAIR_DATAGRAMS);
}

void impair_bench_end(struct impair_bench *b)
{
	lane_free(&b->lane);
	impair_set_free(&b->set);
	wire_free(&b->sender, &b->source);
	wire_free(&b->sink, &b->receiver);
	pool_free(&b->pool);
}

void impair_bench_send(struct impair_bench *b, size_t len)
{
	struct error err = ERROR_NONE;
	uint32_t x = 1;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		unsigned char c = (unsigned char)(x >> 24);
		stream_write(&b->sender.stream, &c, 1, &err);
	}
}

void impair_bench_say(struct impair_bench *b, const char *text)
{
	struct error err = ERROR_NONE;

	stream_write(&b->sender.stream, text, strlen(text), &err);
}

void impair_bench_finish(struct impair_bench *b)
{
	struct error err = ERROR_NONE;

	stream_finish(&b->sender.stream, &err);
}

static void judge(struct impair_bench *b)
{
	struct lane *l = &b->lane;
	enum mover_verdict verdict = l->mover->ops->judge(l->mover);

	if (verdict == MOVER_GOES_ON)
		return;
	b->verdict = verdict;
	if (verdict == MOVER_RESETS)
		lane_give_up(l);
	else
		lane_end(l);
}

/* As a session does. Returns whether something has moved. */
static bool turn(struct impair_bench *b)
{
	struct error err = ERROR_NONE;
	struct lane *l = &b->lane;
	enum lane_state before = l->state;
	bool has_moved = false;

	if (l->state != LANE_DONE)
		judge(b);
	if (lane_can_read(l))
		has_moved = lane_read(l, &err) > 0;
	while (lane_can_write(l)) {
		ssize_t n = lane_write(l, &err);
		if (n <= 0)
			break;
		b->writes++;
		has_moved = true;
	}
	return has_moved || l->state != before;
}

void impair_bench_run(struct impair_bench *b)
{
	for (bool goes_on = true; goes_on;)
		goes_on = turn(b);
}

/* The next time at which the session would be served. */
static int64_t next_time(const struct impair_bench *b)
{
	const struct lane *l = &b->lane;
	int64_t due = lane_has_more(l) ? lane_due(l) : CLOCK_NEVER;
	int64_t next = clock_now() < due ? due : CLOCK_NEVER;

	return clock_earlier(next, l->mover->ops->judge_at(l->mover));
}

void impair_bench_run_for(struct impair_bench *b, int64_t duration_us)
{
	int64_t end = clock_now() + duration_us;

	impair_bench_run(b);
	while (clock_now() < end) {
		int64_t next = clock_earlier(end, next_time(b));
		moved_clock_by(next > clock_now() ? next - clock_now() : 1);
		impair_bench_run(b);
	}
}

const char *impair_bench_text(struct impair_bench *b)
{
	bytes_add(&b->receiver.arrived, "", 1);
	b->receiver.arrived.len--;
	return (const char *)b->receiver.arrived.at;
}

size_t impair_bench_got(const struct impair_bench *b)
{
	return b->receiver.arrived.len;
}

int impair_bench_flipped(const struct impair_bench *b)
{
	uint32_t x = 1;
	int bits = 0;

	for (size_t i = 0; i < b->receiver.arrived.len; i++) {
		x = x * 1664525 + 1013904223;
		unsigned char c = (unsigned char)(x >> 24);
		bits += __builtin_popcount(c ^ b->receiver.arrived.at[i]);
	}
	return bits;
}
