/* SPDX-License-Identifier: MIT */
/* One direction of a conversation, between streams that follow a script. */
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "fake-stream.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pool pool;

/* A lane between two fake streams. */
struct bench {
	struct fake_stream source, sink;
	struct lane lane;
	struct error err;
};

static void bench_init(struct bench *b, const struct fake_script *source,
    const struct fake_script *sink)
{
	fake_stream_init(&b->source, source);
	fake_stream_init(&b->sink, sink);
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    mover_copy_new(&pool, NULL));
	b->err = (struct error)ERROR_NONE;
}

static void bench_free(struct bench *b)
{
	lane_free(&b->lane);
	fake_stream_free(&b->source);
	fake_stream_free(&b->sink);
}

/* Reads and writes whenever the lane says that it can, for at most so many
 * turns. Returns 0, or -1 at the first error. */
static int run(struct bench *b, int turns)
{
	for (; turns > 0 && b->lane.state != LANE_DONE; turns--) {
		if (lane_can_read(&b->lane) && lane_read(&b->lane, &b->err) < 0)
			return -1;
		if (lane_can_write(&b->lane) &&
		    lane_write(&b->lane, &b->err) < 0)
			return -1;
	}
	return 0;
}

static const struct fake_script nothing = { 0 };

static void test_plain(void)
{
	static const struct fake_read reads[] = { { 5, "Hello" },
		{ 7, ", world" }, { 0, NULL } };
	struct fake_script source = { .reads = reads, .read_count = 3 };
	struct bench b;

	bench_init(&b, &source, &nothing);
	ok(lane_can_read(&b.lane), "a new lane can read");
	ok(!lane_can_write(&b.lane), "a new lane has nothing to write");
	is_int(lane_read(&b.lane, &b.err), 5, "a read says how many came");
	ok(lane_can_write(&b.lane), "what was read can be written");
	is_int(lane_write(&b.lane, &b.err), 5, "a write says how many went");
	ok(!lane_can_write(&b.lane), "nothing is left to write");
	is_int(run(&b, 10), 0, "the rest goes without an error");
	is_text(b.sink.written, "Hello, world", "all bytes go, in order");
	is_int(b.lane.state, LANE_DONE, "then the lane is done");
	ok(b.sink.is_finished, "then the sink knows of the end");
	ok(b.lane.bytes_read == 12 && b.lane.bytes_written == 12,
	    "both sides are counted");
	ok(!lane_can_read(&b.lane) && !lane_can_write(&b.lane),
	    "a lane that is done does nothing more");
	ok(!b.source.is_closed && !b.sink.is_closed,
	    "the streams belong to somebody else");
	bench_free(&b);
}

static void test_source_that_has_nothing_now(void)
{
	static const struct fake_read reads[] = { { STREAM_AGAIN, NULL },
		{ 1, "x" }, { STREAM_AGAIN, NULL }, { 0, NULL } };
	struct fake_script source = { .reads = reads, .read_count = 4 };
	struct bench b;

	bench_init(&b, &source, &nothing);
	is_int(lane_read(&b.lane, &b.err), 0, "no bytes now is no error");
	is_int(b.lane.state, LANE_OPEN, "no bytes now is no end");
	ok(lane_can_read(&b.lane), "the lane goes on reading");
	run(&b, 2);
	is_int(b.lane.state, LANE_OPEN, "the lane waits for more");
	is_int(b.sink.finish_calls, 0, "the sink hears of no end");
	run(&b, 2);
	is_text(b.sink.written, "x", "what came later is written");
	ok(b.sink.is_finished, "what came last was the end");
	bench_free(&b);
}

static void test_sink_that_is_full(void)
{
	static const struct fake_read reads[] = { { 6, "abcdef" },
		{ 0, NULL } };
	static const ssize_t writes[] = { 2, STREAM_AGAIN, 1, STREAM_AGAIN };
	struct fake_script source = { .reads = reads, .read_count = 2 };
	struct fake_script sink = { .writes = writes, .write_count = 4 };
	struct bench b;

	bench_init(&b, &source, &sink);
	lane_read(&b.lane, &b.err);
	is_int(lane_write(&b.lane, &b.err), 2, "a sink may take a part");
	is_int(lane_write(&b.lane, &b.err), 0, "a full sink takes nothing");
	ok(lane_can_write(&b.lane), "the lane still has bytes for it");
	is_int(lane_read(&b.lane, &b.err), 0, "the source ends meanwhile");
	is_int(b.lane.state, LANE_DRAINING, "the lane is draining then");
	is_int(b.sink.finish_calls, 0, "the end waits for the bytes");
	is_int(lane_write(&b.lane, &b.err), 1, "the sink takes one more");
	run(&b, 10);
	is_text(b.sink.written, "abcdef", "short writes lose nothing");
	is_int(b.sink.finish_calls, 1, "the end is told once");
	bench_free(&b);
}

static void test_finish_that_takes_long(void)
{
	static const struct fake_read reads[] = { { 1, "a" }, { 0, NULL } };
	static const int finishes[] = { STREAM_AGAIN, STREAM_AGAIN, 0 };
	struct fake_script source = { .reads = reads, .read_count = 2 };
	struct fake_script sink = { .finishes = finishes, .finish_count = 3 };
	struct bench b;

	bench_init(&b, &source, &sink);
	run(&b, 2);
	is_int(b.lane.state, LANE_DRAINING,
	    "a lane whose end is not taken goes on draining");
	run(&b, 1);
	is_int(b.lane.state, LANE_DRAINING, "it may say so again");
	run(&b, 10);
	is_int(b.lane.state, LANE_DONE, "a lane whose end is taken is done");
	is_int(b.sink.finish_calls, 3, "the end is told until it is taken");
	bench_free(&b);
}

static void test_end_held_back(void)
{
	static const struct fake_read reads[] = { { 1, "a" }, { 0, NULL } };
	struct fake_script source = { .reads = reads, .read_count = 2 };
	struct bench b;

	bench_init(&b, &source, &nothing);
	b.lane.holds_end = true;
	run(&b, 10);
	is_text(b.sink.written, "a", "held back is the end, not the bytes");
	is_int(b.sink.finish_calls, 0, "the sink hears nothing of the end");
	is_int(b.lane.state, LANE_DRAINING, "the lane is not done");
	ok(!lane_can_write(&b.lane), "the lane has nothing to write now");
	b.lane.holds_end = false;
	ok(lane_can_write(&b.lane), "the end is to be written when let go");
	run(&b, 10);
	ok(b.sink.is_finished, "then the sink hears of it");
	bench_free(&b);
}

static void test_empty_source(void)
{
	static const struct fake_read reads[] = { { 0, NULL } };
	struct fake_script source = { .reads = reads, .read_count = 1 };
	struct bench b;

	bench_init(&b, &source, &nothing);
	run(&b, 10);
	is_int(b.lane.state, LANE_DONE, "no bytes at all are a stream, too");
	is_int(b.sink.write_calls, 0, "nothing is written of it");
	is_int(b.sink.finish_calls, 1, "its end is told");
	bench_free(&b);
}

static void test_errors(void)
{
	static const struct fake_read broken[] = { { 3, "abc" },
		{ STREAM_ERROR, NULL } };
	static const struct fake_read whole[] = { { 3, "abc" }, { 0, NULL } };
	static const ssize_t writes[] = { 1, STREAM_ERROR };
	static const int finishes[] = { STREAM_ERROR };
	struct fake_script bad_source = { .reads = broken, .read_count = 2 };
	struct fake_script source = { .reads = whole, .read_count = 2 };
	struct fake_script bad_write = { .writes = writes, .write_count = 2 };
	struct fake_script bad_finish = { .finishes = finishes,
		.finish_count = 1 };
	struct bench b;

	bench_init(&b, &bad_source, &nothing);
	is_int(run(&b, 10), -1, "an error of the source is an error");
	is_text(b.err.text, FAKE_READ_FAILED, "it is the source's own");
	is_int(b.sink.finish_calls, 0, "an error is not told as an end");
	is_text(b.sink.written, "abc", "what came before it was written");
	bench_free(&b);

	bench_init(&b, &source, &bad_write);
	is_int(run(&b, 10), -1, "an error of the sink is an error");
	is_text(b.err.text, FAKE_WRITE_FAILED, "it is the sink's own");
	is_int((long long)b.lane.bytes_written, 1,
	    "what the sink did not take is not counted");
	bench_free(&b);

	bench_init(&b, &source, &bad_finish);
	is_int(run(&b, 10), -1, "an error at the end is an error");
	is_text(b.err.text, FAKE_FINISH_FAILED, "it is told");
	ok(b.lane.state != LANE_DONE, "the end was not told, then");
	bench_free(&b);
}

static void test_ending_and_giving_up(void)
{
	static const struct fake_read reads[] = { { 3, "abc" }, { 3, "def" } };
	struct fake_script source = { .reads = reads, .read_count = 2 };
	struct bench b;

	bench_init(&b, &source, &nothing);
	lane_read(&b.lane, &b.err);
	lane_end(&b.lane);
	ok(!lane_can_read(&b.lane), "a lane that was ended reads no more");
	run(&b, 10);
	is_text(b.sink.written, "abc", "it writes what it has read");
	ok(b.sink.is_finished, "it tells the end");
	lane_end(&b.lane);
	is_int(b.lane.state, LANE_DONE, "what is done cannot be ended again");
	bench_free(&b);

	bench_init(&b, &source, &nothing);
	lane_read(&b.lane, &b.err);
	lane_give_up(&b.lane);
	is_int(b.lane.state, LANE_DONE, "a lane that was given up is done");
	ok(!lane_can_read(&b.lane) && !lane_can_write(&b.lane),
	    "it neither reads nor writes");
	run(&b, 10);
	is_text(b.sink.written, "", "it writes nothing more");
	is_int(b.sink.finish_calls, 0, "it tells no end");
	bench_free(&b);
	lane_free(&b.lane);
}

/* A source that never ends against a sink that takes nothing. */
static void test_limit_of_memory(void)
{
	enum { PIECE = 65536, PIECES = 100 };
	struct fake_read *reads = calloc(PIECES, sizeof(*reads));
	char *piece = calloc(1, PIECE);
	struct fake_script source = { .reads = reads, .read_count = PIECES };
	struct bench b;

	for (int i = 0; i < PIECES; i++)
		reads[i] = (struct fake_read){ PIECE, piece };
	bench_init(&b, &source, &nothing);
	for (int i = 0; i < PIECES && lane_can_read(&b.lane); i++)
		lane_read(&b.lane, &b.err);
	ok(!lane_can_read(&b.lane), "a lane stops reading at some time");
	ok(b.lane.bytes_read <= 1024 * 1024, "a lane holds at most a megabyte");
	ok(b.lane.bytes_read >= 128 * 1024, "a lane holds at least 128 KiB");
	while (lane_can_write(&b.lane))
		lane_write(&b.lane, &b.err);
	ok(lane_can_read(&b.lane), "it reads again when that is written");
	ok(!b.source.was_misused, "no read was asked for without room");
	bench_free(&b);
	free(piece);
	free(reads);
}

/* Scripts made by chance. */
struct schedule {
	struct fake_read reads[400];
	ssize_t writes[400];
	int finishes[4];
	size_t total;
};

static void make_schedule(
    struct schedule *s, struct chance *chance, const char *bytes, size_t len)
{
	size_t used = 0, n = 0;

	while (used < len && n < COUNT(s->reads) - 1) {
		size_t most = chance_below(chance, 3) ? 100 : 150000;
		size_t piece = 1 + chance_below(chance, most);
		if (piece > len - used)
			piece = len - used;
		bool again = chance_below(chance, 4) == 0;
		s->reads[n++] =
		    again ? (struct fake_read){ STREAM_AGAIN, NULL }
			  : (struct fake_read){ (ssize_t)piece, bytes + used };
		used += again ? 0 : piece;
	}
	for (; n < COUNT(s->reads); n++)
		s->reads[n] = (struct fake_read){ 0, NULL };
	for (size_t i = 0; i < COUNT(s->writes); i++)
		s->writes[i] = chance_below(chance, 3) == 0
		                   ? STREAM_AGAIN
		                   : 1 + (ssize_t)chance_below(chance, 50000);
	for (size_t i = 0; i < COUNT(s->finishes); i++)
		s->finishes[i] = chance_below(chance, 2) ? 0 : STREAM_AGAIN;
	s->total = used;
}

/* Whether all arrived, under a schedule in which also the order of reads and
 * writes is by chance. */
static bool arrives(struct chance *chance, const char *bytes, size_t len)
{
	struct schedule s;
	make_schedule(&s, chance, bytes, len);
	struct fake_script source = { .reads = s.reads,
		.read_count = COUNT(s.reads) };
	struct fake_script sink = { .writes = s.writes,
		.write_count = COUNT(s.writes),
		.finishes = s.finishes,
		.finish_count = COUNT(s.finishes) };
	struct bench b;
	size_t bias = 1 + chance_below(chance, 9);

	bench_init(&b, &source, &sink);
	for (int i = 0; i < 100000 && b.lane.state != LANE_DONE; i++) {
		bool reads = chance_below(chance, 10) < bias;
		if (reads && lane_can_read(&b.lane))
			lane_read(&b.lane, &b.err);
		else if (!reads && lane_can_write(&b.lane))
			lane_write(&b.lane, &b.err);
	}
	bool result = b.lane.state == LANE_DONE && b.sink.is_finished &&
	              !b.source.was_misused && !b.sink.was_misused &&
	              b.sink.written_len == s.total &&
	              memcmp(b.sink.written, bytes, s.total) == 0 &&
	              b.lane.bytes_read == s.total &&
	              b.lane.bytes_written == s.total;
	bench_free(&b);
	return result;
}

static void test_any_schedule(void)
{
	enum { LEN = 2000000, ROUNDS = 60 };
	struct chance chance = { 3 };
	char *bytes = malloc(LEN);
	int arrived = 0;

	for (size_t i = 0; i < LEN; i++)
		bytes[i] = (char)chance_below(&chance, 256);
	for (int i = 0; i < ROUNDS; i++)
		arrived += arrives(&chance, bytes, LEN);
	is_int(arrived, ROUNDS,
	    "under any schedule all bytes arrive, and then the end, once");
	free(bytes);
}

int main(void)
{
	test_plain();
	test_source_that_has_nothing_now();
	test_sink_that_is_full();
	test_finish_that_takes_long();
	test_end_held_back();
	test_empty_source();
	test_errors();
	test_ending_and_giving_up();
	test_limit_of_memory();
	test_any_schedule();
	return plan();
}
