/* SPDX-License-Identifier: MIT */
/* Moves datagrams: one read becomes one write, also without bytes; and with
 * faults. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "args/fault-spec.h"
#include "datagram-pair.h"
#include "fake-stream.h"
#include "relay/impair/impair-mover.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "tap.h"

/* A lane between two pairs of sockets: what the peer of the source sends comes
 * to the peer of the sink. */
struct bench {
	struct pool pool;
	struct impair_set set;
	struct pair source, sink;
	struct lane lane;
	struct error err;
};

/* fault: what happens to the datagrams; "": nothing; NULL: the mover is one
 * without faults. */
static struct mover *make_mover(
    struct pool *pool, struct impair_set *set, const char *fault)
{
	struct error err = ERROR_NONE;
	struct impairment what;

	impair_set_init(set, 1);
	if (!fault)
		return mover_datagram_new(pool);
	if (*fault && (fault_spec_parse(fault, &what, &err) < 0 ||
			  !impair_set_add(set, NULL, fault, &what)))
		abort();
	return impair_mover_new(&(struct impair_mover_opts){
	    .set = set,
	    .conn = 1,
	    .is_up = true,
	    .carrier = IMPAIR_DATAGRAMS,
	    .longest = DATAGRAM_LONGEST,
	    .carries_empty = true,
	    .pool = pool,
	});
}

static void begin(struct bench *b, const char *fault)
{
	*b = (struct bench){ .source = open_pair(), .sink = open_pair() };
	lane_init(&b->lane, b->source.stream, b->sink.stream,
	    make_mover(&b->pool, &b->set, fault));
}

static void end(struct bench *b)
{
	lane_free(&b->lane);
	impair_set_free(&b->set);
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

static void test_boundaries(const char *fault)
{
	struct bench b;

	begin(&b, fault);
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

	begin(&b, NULL);
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

	begin(&b, NULL);
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
static void test_later(bool is_empty, const char *fault)
{
	static const struct fake_read reads[] = { { 4, "text" } };
	static const struct fake_read empty[] = { { DATAGRAM_EMPTY, NULL } };
	static const ssize_t writes[] = { STREAM_AGAIN, STREAM_AGAIN };
	const struct fake_script from = { .reads = is_empty ? empty : reads,
		.read_count = 1 };
	const struct fake_script to = { .writes = writes, .write_count = 2 };
	struct fake_stream source, sink;
	struct pool pool = { 0 };
	struct impair_set set;
	struct error err = ERROR_NONE;
	struct lane lane;

	fake_stream_init(&source, &from);
	fake_stream_init(&sink, &to);
	lane_init(&lane, &source.stream, &sink.stream,
	    make_mover(&pool, &set, fault));
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
	impair_set_free(&set);
	fake_stream_free(&source);
	fake_stream_free(&sink);
	pool_free(&pool);
}

/* Reads all, and then writes as a session does, one a turn. */
static void pass_all(struct bench *b)
{
	for (int i = 0; i < 10; i++)
		lane_read(&b->lane, &b->err);
	for (int i = 0; i < 10; i++) {
		b->lane.mover->ops->judge(b->lane.mover);
		if (lane_can_write(&b->lane))
			lane_write(&b->lane, &b->err);
	}
}

static void test_faults(void)
{
	struct bench b;

	begin(&b, "duplicate=100%");
	say(b.source.peer, "");
	say(b.source.peer, "x");
	pass_all(&b);
	comes(&b, "");
	comes(&b, "");
	comes(&b, "x");
	comes(&b, "x");
	comes_nothing(&b);
	is_int((long long)b.lane.empty_messages, 1, "one was read");
	end(&b);

	begin(&b, "reorder=100%");
	say(b.source.peer, "");
	say(b.source.peer, "x");
	pass_all(&b);
	comes(&b, "x");
	comes(&b, "");
	comes_nothing(&b);
	end(&b);

	begin(&b, "loss=100%");
	say(b.source.peer, "");
	pass_all(&b);
	comes_nothing(&b);
	ok(!lane_holds(&b.lane), "one that is lost is not held");
	end(&b);
}

/* The end comes after a datagram that the next one would have overtaken. */
static void test_last_is_empty(void)
{
	struct bench b;

	begin(&b, "reorder=100%,gap=1ms");
	say(b.source.peer, "");
	lane_read(&b.lane, &b.err);
	ok(lane_holds(&b.lane), "it is held");
	lane_end(&b.lane);
	ok(!lane_is_at_end(&b.lane), "the end has to wait");
	while (!lane_can_write(&b.lane))
		;
	b.lane.mover->ops->judge(b.lane.mover);
	lane_write(&b.lane, &b.err);
	comes(&b, "");
	ok(lane_is_at_end(&b.lane), "then only the end is left");
	end(&b);
}

int main(void)
{
	test_boundaries(NULL);
	test_boundaries("");
	test_one_at_a_time();
	test_longest();
	test_later(false, NULL);
	test_later(true, NULL);
	test_later(false, "");
	test_later(true, "");
	test_faults();
	test_last_is_empty();
	return plan();
}
