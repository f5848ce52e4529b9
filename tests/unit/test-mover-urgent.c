/* SPDX-License-Identifier: MIT */
/* One byte that is sent as urgent data, where writes are short, or not now. */
#include <string.h>

#include "fake-stream.h"
#include "relay/lane.h"
#include "relay/movers.h"
#include "relay/pool.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

struct bench {
	struct pool pool;
	struct fake_stream source, sink;
	struct lane lane;
};

/* Sends "abcdef", of which byte number urgent_at is urgent, by writes of these
 * lengths first. close_bench() frees what is in the bench. */
static void send_by(struct bench *b, uint64_t urgent_at, const ssize_t *writes,
    size_t write_count)
{
	static const struct fake_read reads[] = { { 2, "ab" }, { 4, "cdef" },
		{ 0, NULL } };
	struct fake_script source = { .reads = reads, .read_count = 3 };
	struct fake_script sink = { .writes = writes,
		.write_count = write_count };
	struct error err = ERROR_NONE;

	*b = (struct bench){ 0 };
	fake_stream_init(&b->source, &source);
	fake_stream_init(&b->sink, &sink);
	urging = *b->sink.stream.ops;
	urging.urge = urge;
	b->sink.stream.ops = &urging;
	lane_init(&b->lane, &b->source.stream, &b->sink.stream,
	    mover_urgent_new(mover_copy_new(&b->pool, NULL), urgent_at));
	while (b->lane.state == LANE_OPEN)
		lane_read(&b->lane, &err);
	for (int i = 0; i < 20 && lane_can_write(&b->lane); i++)
		lane_write(&b->lane, &err);
}

static void close_bench(struct bench *b)
{
	lane_free(&b->lane);
	fake_stream_free(&b->source);
	fake_stream_free(&b->sink);
	pool_free(&b->pool);
}

static void test_place(void)
{
	static const struct {
		uint64_t at;
		const char *wanted;
	} rows[] = {
		{ 1, "!abcdef" },
		{ 2, "a!bcdef" },
		{ 3, "ab!cdef" },
		{ 6, "abcde!f" },
	};
	struct bench b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		send_by(&b, rows[i].at, NULL, 0);
		is_text(b.sink.written, rows[i].wanted, "byte %llu is urgent",
		    (unsigned long long)rows[i].at);
		is_int((long long)b.lane.bytes_written, 6, "all are counted");
		ok(b.sink.is_finished, "and the end follows");
		close_bench(&b);
	}
}

static void test_short_writes(void)
{
	static const ssize_t writes[] = { 1, STREAM_AGAIN, 2 };
	struct bench b;

	refusals = 3;
	send_by(&b, 5, writes, COUNT(writes));
	is_text(b.sink.written, "abcd!ef",
	    "the mark stays where it is, whatever each write takes");
	ok(b.sink.is_finished, "after that the end is told");
	close_bench(&b);
}

int main(void)
{
	test_place();
	test_short_writes();
	return plan();
}
