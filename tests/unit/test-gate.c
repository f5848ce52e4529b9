/* SPDX-License-Identifier: MIT */
/* Lanes with a gate: lines with a pause after each, a rate, an urgent byte. */
#include <string.h>

#include "base/clock.h"
#include "base/pace.h"
#include "fake-stream.h"
#include "moved-clock.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Never over unless the test moves the clock. */
#define INTERVAL (3600 * CLOCK_SECOND)

/* Slower than any test: what is due then has not come by itself. */
#define RATE 1

static const struct gate_opts lines = { .line_interval_us = INTERVAL };
static const struct gate_opts slow = { .rate = RATE };

/* A lane that has read a text. */
struct bench {
	struct pool pool;
	struct fake_stream source, sink;
	struct fake_read reads[2];
	struct lane lane;
};

static void open_bench(struct bench *b, const char *text,
    const struct gate_opts *limits, const ssize_t *writes, size_t write_count)
{
	struct error err = ERROR_NONE;

	*b = (struct bench){ 0 };
	b->reads[0] = (struct fake_read){ (ssize_t)strlen(text), text };
	b->reads[1] = (struct fake_read){ STREAM_AGAIN, NULL };
	fake_stream_init(&b->source,
	    &(struct fake_script){ .reads = b->reads, .read_count = 2 });
	fake_stream_init(&b->sink, &(struct fake_script){ .writes = writes,
				       .write_count = write_count });
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    mover_copy_new(&b->pool, NULL));
	lane_limit(&b->lane, limits);
	lane_read(&b->lane, &err);
}

static void close_bench(struct bench *b)
{
	lane_free(&b->lane);
	fake_stream_free(&b->source);
	fake_stream_free(&b->sink);
	pool_free(&b->pool);
}

/* Writes until the lane has nothing more for the sink, or pauses. */
static void write_some(struct lane *l)
{
	struct error err = ERROR_NONE;

	for (int i = 0; i < 20 && lane_can_write(l); i++)
		lane_write(l, &err);
}

static void write_rest(struct bench *b)
{
	is_int((long long)lane_held(&b->lane), 0, "  nothing is left");
	is_int(lane_due(&b->lane), 0, "  and nothing has to wait");
	lane_end(&b->lane);
	write_some(&b->lane);
	ok(b->sink.is_finished, "  the end follows without a pause");
}

/* Lines */

struct row {
	const char *name, *text; /* what the source has */
	ssize_t writes[3];       /* what the sink takes */
	const char *written[4];  /* after each pause; ends in NULL */
};

/* clang-format off */
static const struct row rows[] = {
	{ "lines go one by one", "one\ntwo\nthree\n", { 99, 99, 99 },
	    { "one\n", "one\ntwo\n", "one\ntwo\nthree\n" } },
	{ "an empty line is one, too", "\n\nx", { 99, 99, 99 },
	    { "\n", "\n\n", "\n\nx" } },
	{ "a short write is no end of a line", "one\ntwo\n", { 1, 1, 99 },
	    { "one\n", "one\ntwo\n" } },
	{ "nor is one that leaves out the line feed", "one\ntwo\n", { 3, 99, 99 },
	    { "one\n", "one\ntwo\n" } },
	{ "a sink that is full is tried again", "one\ntwo\n",
	    { STREAM_AGAIN, 2, STREAM_AGAIN }, { "one\n", "one\ntwo\n" } },
	{ "what has no end waits for none", "one", { 99, 99, 99 }, { "one" } },
};
/* clang-format on */

static void test_lines(const struct row *row)
{
	struct bench b;

	open_bench(&b, row->text, &lines, row->writes, COUNT(row->writes));
	is_int((long long)b.lane.bytes_read, (long long)strlen(row->text), "%s",
	    row->name);
	for (size_t i = 0; i < COUNT(row->written) && row->written[i]; i++) {
		write_some(&b.lane);
		is_text(
		    b.sink.written, row->written[i], "  after %zu pauses", i);
		moved_clock_by(INTERVAL);
	}
	write_rest(&b);
	close_bench(&b);
}

/* What the lane says while a line waits. */
static void test_waiting(void)
{
	struct bench b;

	open_bench(&b, "one\ntwo\n", &lines, NULL, 0);
	is_int(lane_due(&b.lane), 0, "the first line is due at once");
	write_some(&b.lane);
	ok(lane_has_more(&b.lane) && !lane_can_write(&b.lane),
	    "the second one is there, and not to be written yet");
	ok(lane_due(&b.lane) > clock_now() &&
		lane_due(&b.lane) <= clock_after(INTERVAL),
	    "the lane knows when");
	ok(lane_can_read(&b.lane), "more can be read meanwhile");
	lane_give_up(&b.lane);
	is_int(
	    lane_due(&b.lane), 0, "a lane that is given up waits for nothing");
	close_bench(&b);
}

/* A rate */

static void test_rate(void)
{
	struct bench b;

	open_bench(&b, "abc", &slow, NULL, 0);
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
	write_rest(&b);
	close_bench(&b);
}

static void test_idle_time_is_lost(void)
{
	struct bench b;

	open_bench(&b, "abcdef", &slow, NULL, 0);
	write_some(&b.lane);
	moved_clock_by(3600 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "ab", "an hour of silence allows no more");
	close_bench(&b);
}

static void test_messages(void)
{
	struct bench b;

	open_bench(&b, "a message", &slow, NULL, 0);
	b.sink.stream.carries_messages = true;
	write_some(&b.lane);
	is_text(b.sink.written, "a message", "a message is not cut");
	close_bench(&b);
}

static void test_lines_at_a_rate(void)
{
	const struct gate_opts both = { INTERVAL, RATE, 0 };
	struct bench b;

	open_bench(&b, "a\nb\n", &both, NULL, 0);
	write_some(&b.lane);
	moved_clock_by(CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "a\n", "a line at the rate");
	moved_clock_by(2 * CLOCK_SECOND);
	write_some(&b.lane);
	is_text(b.sink.written, "a\n", "the pause behind it counts, too");
	moved_clock_by(INTERVAL);
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

/* An urgent byte */

static struct stream_ops urging;
static int refusals; /* of the urgent byte, before it is taken */

/* Marks the byte by one before it. */
static ssize_t urge(struct stream *s, const void *byte, struct error *err)
{
	char marked[2] = { '!', *(const char *)byte };

	if (refusals-- > 0)
		return STREAM_AGAIN;
	return stream_write(s, marked, sizeof(marked), err) > 0 ? 1
	                                                        : STREAM_ERROR;
}

/* Sends "abcdef", of which one byte is urgent, by writes of these lengths
 * first. */
static void check_urgent(uint64_t urgent_at, const ssize_t *writes,
    size_t write_count, const char *wanted)
{
	const struct gate_opts urgent = { .urgent_at = urgent_at };
	struct bench b;

	open_bench(&b, "abcdef", &urgent, writes, write_count);
	urging = *b.sink.stream.ops;
	urging.urge = urge;
	b.sink.stream.ops = &urging;
	write_some(&b.lane);
	is_text(b.sink.written, wanted, "byte %llu is urgent",
	    (unsigned long long)urgent_at);
	is_int((long long)b.lane.bytes_written, 6, "  all are counted");
	write_rest(&b);
	close_bench(&b);
}

static void test_urgent(void)
{
	static const ssize_t writes[] = { 1, STREAM_AGAIN, 2 };

	check_urgent(1, NULL, 0, "!abcdef");
	check_urgent(2, NULL, 0, "a!bcdef");
	check_urgent(6, NULL, 0, "abcde!f");
	refusals = 3; /* the mark stays, whatever each write takes */
	check_urgent(5, writes, COUNT(writes), "abcd!ef");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_lines(&rows[i]);
	test_waiting();
	test_rate();
	test_idle_time_is_lost();
	test_messages();
	test_lines_at_a_rate();
	test_pieces();
	test_urgent();
	return plan();
}
