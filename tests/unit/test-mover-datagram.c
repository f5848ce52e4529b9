/* SPDX-License-Identifier: MIT */
/* Moves datagrams: one read becomes one write, also without bytes. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "datagram-pair.h"
#include "fake-stream.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "tap.h"

/* A lane between two pairs of sockets: what the peer of the source sends comes
 * to the peer of the sink. */
struct bench {
	struct pool pool;
	struct pair source, sink;
	struct lane lane;
	struct error err;
};

static void begin(struct bench *b)
{
	*b = (struct bench){ .source = open_pair(), .sink = open_pair() };
	lane_init(&b->lane, b->source.stream, b->sink.stream,
	    mover_datagram_new(&b->pool));
}

static void end(struct bench *b)
{
	lane_free(&b->lane);
	close_pair(&b->source);
	close_pair(&b->sink);
	pool_free(&b->pool);
}

static void pass(struct bench *b)
{
	lane_read(&b->lane, &b->err);
	if (lane_can_write(&b->lane))
		lane_write(&b->lane, &b->err);
}

static void comes(struct bench *b, const char *text)
{
	char bytes[100] = "";
	ssize_t n = recv(b->sink.peer, bytes, sizeof(bytes), 0);

	is_int(n, (long long)strlen(text), "as long as it was sent");
	is_text(bytes, text, "'%s' comes", text);
}

static void comes_nothing(struct bench *b)
{
	char byte;

	is_int(recv(b->sink.peer, &byte, 1, 0), -1, "nothing comes");
}

static void test_boundaries(void)
{
	struct bench b;

	begin(&b);
	say(b.source.peer, "one");
	say(b.source.peer, "");
	say(b.source.peer, "three");
	pass(&b);
	comes(&b, "one");
	comes_nothing(&b);
	pass(&b);
	comes(&b, "");
	comes_nothing(&b);
	pass(&b);
	comes(&b, "three");
	pass(&b);
	comes_nothing(&b);
	is_int((long long)b.lane.bytes_read, 8, "the bytes are counted");
	is_int((long long)b.lane.bytes_written, 8, "on both sides");
	is_int((long long)b.lane.empty_messages, 1, "so are those without any");
	end(&b);
}

static void test_one_at_a_time(void)
{
	struct bench b;

	begin(&b);
	say(b.source.peer, "");
	say(b.source.peer, "x");
	ok(lane_can_read(&b.lane), "one can be read");
	is_int(lane_read(&b.lane, &b.err), 0, "it has no bytes");
	ok(!lane_can_read(&b.lane), "the next one waits");
	ok(lane_can_write(&b.lane), "until this one is written");
	lane_end(&b.lane);
	ok(!lane_is_at_end(&b.lane), "which comes before the end");
	is_int(lane_write(&b.lane, &b.err), 0, "it is written");
	comes(&b, "");
	is_int(b.lane.state, LANE_DRAINING, "before the end");
	ok(lane_is_at_end(&b.lane), "only the end is left then");
	lane_write(&b.lane, &b.err);
	is_int(b.lane.state, LANE_DONE, "which is told");
	end(&b);
}

static void test_longest(void)
{
	static char bytes[DATAGRAM_LONGEST], got[DATAGRAM_LONGEST + 1];
	struct bench b;

	begin(&b);
	memset(bytes, 'x', sizeof(bytes));
	if (send(b.source.peer, bytes, sizeof(bytes), 0) < 0)
		abort();
	pass(&b);
	is_int(recv(b.sink.peer, got, sizeof(got), 0), sizeof(bytes),
	    "the longest is one");
	ok(memcmp(bytes, got, sizeof(bytes)) == 0, "with its bytes");
	end(&b);
}

/* The sink has no room for a while. */
static void test_later(bool is_empty)
{
	static const struct fake_read reads[] = { { 4, "text" } };
	static const struct fake_read empty[] = { { DATAGRAM_EMPTY, NULL } };
	static const ssize_t writes[] = { STREAM_AGAIN, STREAM_AGAIN };
	const struct fake_script from = { .reads = is_empty ? empty : reads,
		.read_count = 1 };
	const struct fake_script to = { .writes = writes, .write_count = 2 };
	struct fake_stream source, sink;
	struct pool pool = { 0 };
	struct error err = ERROR_NONE;
	struct lane lane;

	fake_stream_init(&source, &from);
	fake_stream_init(&sink, &to);
	lane_init(
	    &lane, &source.stream, &sink.stream, mover_datagram_new(&pool));
	lane_read(&lane, &err);
	for (int i = 0; i < 2; i++) {
		ok(lane_can_write(&lane), "it is held");
		is_int(lane_write(&lane, &err), 0, "there is no room");
	}
	ok(lane_can_write(&lane), "it is still held");
	is_int(lane_write(&lane, &err), is_empty ? 0 : 4, "then it goes");
	ok(!lane_can_write(&lane), "once");
	is_int(sink.write_calls, 3, "by three calls");
	lane_free(&lane);
	fake_stream_free(&source);
	fake_stream_free(&sink);
	pool_free(&pool);
}

int main(void)
{
	test_boundaries();
	test_one_at_a_time();
	test_longest();
	test_later(false);
	test_later(true);
	return plan();
}
