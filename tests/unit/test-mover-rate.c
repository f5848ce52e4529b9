/* SPDX-License-Identifier: MIT */
/* Bytes that are moved at a rate: in small pieces, with time between them. */
#include <string.h>

#include "base/clock.h"
#include "base/pace.h"
#include "fake-stream.h"
#include "moved-clock.h"
#include "relay/lane.h"
#include "relay/movers.h"
#include "relay/pool.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Slower than any test: what is due then has not come by itself. */
#define RATE 1

static void write_some(struct lane *l)
{
	struct error err = ERROR_NONE;

	for (int i = 0; i < 10 && lane_can_write(l); i++)
		lane_write(l, &err);
}

/* A lane with the text in it, by a mover of that rate. */
struct bench {
	struct pool pool;
	struct fake_stream source, sink;
	struct fake_read reads[2];
	struct lane lane;
};

static void open_bench(struct bench *b, const char *text, bool has_messages,
    struct mover *(*wrap)(struct mover *inner))
{
	struct error err = ERROR_NONE;

	*b = (struct bench){ 0 };
	b->reads[0] = (struct fake_read){ (ssize_t)strlen(text), text };
	b->reads[1] = (struct fake_read){ 0, NULL };
	struct fake_script source = { .reads = b->reads, .read_count = 2 };
	struct fake_script sink = { 0 };
	fake_stream_init(&b->source, &source);
	fake_stream_init(&b->sink, &sink);
	b->sink.stream.carries_messages = has_messages;
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    wrap(mover_copy_new(&b->pool, NULL)));
	lane_read(&b->lane, &err);
}

static void close_bench(struct bench *b)
{
	lane_free(&b->lane);
	fake_stream_free(&b->source);
	fake_stream_free(&b->sink);
	pool_free(&b->pool);
}

static struct mover *slow(struct mover *inner)
{
	return mover_rate_new(inner, RATE);
}

static struct mover *slow_lines(struct mover *inner)
{
	return mover_rate_new(
	    mover_lines_new(inner, 3600 * CLOCK_SECOND), RATE);
}

static void test_bytes(void)
{
	struct bench b;

	open_bench(&b, "abc", false, slow);
	is_int(lane_due(&b.lane), 0, "the first byte is due at once");
	write_some(&b.lane);
	is_text(b.sink.written, "a", "one byte goes in its second");
	ok(!lane_can_write(&b.lane) && lane_has_more(&b.lane),
	    "the next waits");
	moved_clock_by(CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "ab", "and goes a second later");
	moved_clock_by(3600 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "abc", "an hour without bytes");
	lane_end(&b.lane);
	write_some(&b.lane);
	ok(b.sink.is_finished, "the end follows without a pause");
	is_int((long long)lane_held(&b.lane), 0, "nothing is left");
	close_bench(&b);
}

static void test_idle_time_is_lost(void)
{
	struct bench b;

	open_bench(&b, "abcdef", false, slow);
	write_some(&b.lane);
	moved_clock_by(3600 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "ab", "an hour of silence allows no more");
	close_bench(&b);
}

static void test_messages(void)
{
	struct bench b;

	open_bench(&b, "a message", true, slow);
	write_some(&b.lane);
	is_text(b.sink.written, "a message", "a message is not cut");
	close_bench(&b);
}

static void test_lines(void)
{
	struct bench b;

	open_bench(&b, "a\nb\n", false, slow_lines);
	write_some(&b.lane);
	moved_clock_by(CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "a\n", "a line at the rate");
	moved_clock_by(2 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "a\n", "the pause behind it counts, too");
	moved_clock_by(3600 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "a\nb", "until it is over");
	close_bench(&b);
}

static void test_pieces(void)
{
	static const struct {
		uint64_t rate;
		size_t piece;
	} pieces[] = { { 1, 1 }, { 49, 1 }, { 5000, 100 },
		{ 1 << 30, (1 << 30) / 50 }, { 0, SIZE_MAX } };

	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct pace p = { .rate = pieces[i].rate };
		is_int((long long)pace_piece(&p), (long long)pieces[i].piece,
		    "a piece of %llu bytes a second",
		    (unsigned long long)pieces[i].rate);
	}
	struct pace p = { .rate = 1 };
	pace_note(&p, SIZE_MAX);
	is_int(p.due, CLOCK_NEVER, "what takes for ever");
	p = (struct pace){ .rate = 1000 };
	for (int i = 0; i < 100; i++) {
		pace_note(&p, 10);
		moved_clock_by(CLOCK_SECOND / 80); /* each is a little late */
	}
	int64_t late = clock_now() - p.due;
	ok(late > 0 && late < CLOCK_SECOND / 10,
	    "who is late catches up, but only a little");
}

int main(void)
{
	test_bytes();
	test_idle_time_is_lost();
	test_messages();
	test_lines();
	test_pieces();
	return plan();
}
