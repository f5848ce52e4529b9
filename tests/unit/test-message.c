/* SPDX-License-Identifier: MIT */
/* Messages on their way through a lane: none is joined, none is cut. */
#include <string.h>

#include "fake-stream.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "tap.h"

static const struct fake_read three[] = { { 3, "one" }, { 3, "two" },
	{ 5, "three" }, { 0, NULL } };
static const struct fake_script source_script = { .reads = three,
	.read_count = 4 };

static struct pool pool;

struct bench {
	struct fake_stream source, sink;
	struct lane lane;
	struct error err;
};

static void bench_init(
    struct bench *b, const struct fake_script *sink, size_t limit)
{
	fake_stream_init(&b->source, &source_script);
	fake_stream_init(&b->sink, sink);
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    mover_copy_messages(&pool, NULL, limit));
	b->err = (struct error)ERROR_NONE;
}

static void bench_free(struct bench *b)
{
	lane_free(&b->lane);
	fake_stream_free(&b->source);
	fake_stream_free(&b->sink);
}

static void test_one_at_a_time(void)
{
	struct bench b;

	bench_init(&b, &(struct fake_script){ 0 }, 100);
	is_int(lane_read(&b.lane, &b.err), 3, "a message is read");
	ok(!lane_can_read(&b.lane), "no other joins it");
	is_int(lane_write(&b.lane, &b.err), 3, "it is written");
	ok(lane_can_read(&b.lane), "then the next can be read");
	while (b.lane.state != LANE_DONE) {
		if (lane_can_read(&b.lane))
			lane_read(&b.lane, &b.err);
		if (lane_can_write(&b.lane))
			lane_write(&b.lane, &b.err);
	}
	is_text(b.sink.written, "onetwothree", "all come, in order");
	is_int(b.sink.write_calls, 3, "each in a write of its own");
	ok(b.sink.is_finished, "and the end behind them");
	bench_free(&b);
}

static void test_full_sink(void)
{
	static const ssize_t writes[] = { STREAM_AGAIN, 3 };
	struct bench b;

	bench_init(&b,
	    &(struct fake_script){ .writes = writes, .write_count = 2 }, 100);
	lane_read(&b.lane, &b.err);
	is_int(lane_write(&b.lane, &b.err), 0, "a sink may be full");
	ok(!lane_can_read(&b.lane),
	    "the message waits, and the next behind it");
	is_int(lane_write(&b.lane, &b.err), 3, "later it goes, whole");
	bench_free(&b);
}

/* Standard output takes bytes. */
static void test_sink_of_bytes(void)
{
	static const ssize_t writes[] = { 1, 1, 1 };
	struct bench b;

	bench_init(&b,
	    &(struct fake_script){ .writes = writes, .write_count = 3 }, 100);
	lane_read(&b.lane, &b.err);
	lane_write(&b.lane, &b.err);
	ok(!lane_can_read(&b.lane), "of a message in part the rest is next");
	lane_write(&b.lane, &b.err);
	lane_write(&b.lane, &b.err);
	is_text(b.sink.written, "one", "several writes may be one message");
	ok(lane_can_read(&b.lane), "then the next can be read");
	bench_free(&b);
}

static void test_limit(void)
{
	struct bench b;

	bench_init(&b, &(struct fake_script){ 0 }, 2);
	is_int(lane_read(&b.lane, &b.err), 2, "no read is over the limit");
	bench_free(&b);
}

int main(void)
{
	test_one_at_a_time();
	test_full_sink();
	test_sink_of_bytes();
	test_limit();
	return plan();
}
