/* SPDX-License-Identifier: MIT */
/* Sending: what a scripted input becomes at the other end of a pair of
 * datagram sockets. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "datagram-pair.h"
#include "fake-stream.h"
#include "forged-icmp.h"
#include "moved-clock.h"
#include "relay/loop.h"
#include "relay/outbox.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct stream_ops eager; /* of a stream that always can be read */

static bool always(const struct stream *s)
{
	return s != NULL;
}

/* What was sent: "[one][][three]", and how it ended. */
struct outcome {
	char sent[512];
	uint64_t count, bytes;
	int result;
	struct error err;
};

static void take_sent(int fd, char *text, size_t size)
{
	char bytes[256];
	size_t used = 0;
	ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	for (; n >= 0 && used < size;
	     n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT))
		used += (size_t)snprintf(
		    text + used, size - used, "[%.*s]", (int)n, bytes);
}

static void send_all(struct outcome *o, struct outbox_opts *opts,
    const struct fake_read *reads, size_t count, int fds[2])
{
	struct fake_script script = { .reads = reads, .read_count = count };
	struct fake_stream input;
	struct outbox outbox;
	struct loop loop = { 0 };

	*o = (struct outcome){ .err = ERROR_NONE };
	fake_stream_init(&input, &script);
	eager = *input.stream.ops;
	eager.pending = always;
	input.stream.ops = &eager;
	opts->fd = fds[0];
	opts->name = "the other end";
	opts->deadline = clock_after(10 * CLOCK_SECOND);
	outbox_init(&outbox, opts, &input.stream, NULL);
	loop_add(&loop, &outbox.pollable);
	o->result = loop_run(&loop, &o->err);
	if (o->result == 0)
		o->result = outbox_result(&outbox, &o->err);
	o->count = outbox.count;
	o->bytes = outbox.bytes;
	take_sent(fds[1], o->sent, sizeof(o->sent));
	ok(!input.was_misused, "the input is used as it may be");
	outbox_free(&outbox);
	fake_stream_free(&input);
}

static struct outcome run(
    struct outbox_opts opts, const struct fake_read *reads, size_t count)
{
	struct outcome o;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return (struct outcome){ .result = -2 };
	send_all(&o, &opts, reads, count, fds);
	close(fds[0]);
	close(fds[1]);
	return o;
}

static void test_reads(void)
{
	static const struct fake_read reads[] = { { 3, "one" },
		{ STREAM_AGAIN, NULL }, { 6, "twotwo" }, { 0, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_READS, 4 } };
	struct outcome o = run(opts, reads, COUNT(reads));

	is_int(o.result, 0, "an input is sent to its end");
	is_text(o.sent, "[one][twot][wo]", "a read is cut, never joined");
	ok(o.count == 3 && o.bytes == 9, "datagrams and bytes are counted");
}

static void test_lines(void)
{
	static const struct fake_read reads[] = { { 5, "a\n\nbc" },
		{ 4, "d\nef" }, { 0, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_LINES, 0 },
		.end_empty = true };

	is_text(run(opts, reads, COUNT(reads)).sent, "[a][][bcd][ef][]",
	    "lines are joined, and an empty datagram comes last");
}

static void test_prefix(void)
{
	static const struct fake_read reads[] = { { 6, "\0\0\0\2ab" },
		{ 2, "\0\0" }, { 0, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_PREFIX, 0 } };
	struct outcome o = run(opts, reads, COUNT(reads));

	is_text(o.sent, "[ab]", "what came before an error is sent");
	ok(o.result < 0 && o.err.kind == FAULT_IO, "the error is told");
}

static void test_single(void)
{
	struct outbox_opts opts = { .single = "x", .single_len = 1 };

	opts.repeats = 1;
	is_text(run(opts, NULL, 0).sent, "[x]", "one datagram is sent once");
	opts.repeats = 5;
	is_text(run(opts, NULL, 0).sent, "[x][x][x][x][x]", "or five times");
	opts.interval_us = 2000;
	int64_t begin = clock_now();
	is_text(run(opts, NULL, 0).sent, "[x][x][x][x][x]", "with pauses");
	ok(clock_now() - begin >= 4 * 2000, "of that length between them");
	opts = (struct outbox_opts){ .single = "", .repeats = 2 };
	is_text(run(opts, NULL, 0).sent, "[][]", "empty ones are sent");
	opts.end_empty = true;
	is_text(run(opts, NULL, 0).sent, "[][][]", "and one more at the end");
}

/* Between the look at the clock and the wait the process may stand still. */
static void test_pause_ends(void)
{
	struct outbox_opts opts = { .single = "x",
		.single_len = 1,
		.repeats = 2,
		.interval_us = CLOCK_SECOND,
		.name = "the other end",
		.deadline = CLOCK_NEVER };
	struct fake_stream input;
	struct outbox outbox;
	struct pollable *p = &outbox.pollable;
	struct waiting w = { 0 };
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return;
	opts.fd = fds[0];
	fake_stream_init(&input, &(struct fake_script){ 0 });
	outbox_init(&outbox, &opts, &input.stream, NULL);
	p->ops->prepare(p, &w);
	ok(p->ops->service(p, &w), "there is more to send after a pause");
	moved_clock_by(2 * CLOCK_SECOND);
	waiting_clear(&w);
	ok(p->ops->prepare(p, &w) <= clock_now(),
	    "if the pause is over before the wait, the next one is sent");
	waiting_free(&w);
	outbox_free(&outbox);
	fake_stream_free(&input);
	close(fds[0]);
	close(fds[1]);
}

static void test_input_error(void)
{
	static const struct fake_read reads[] = { { 3, "one" },
		{ STREAM_ERROR, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_READS, 4 } };
	struct outcome o = run(opts, reads, COUNT(reads));

	is_text(o.sent, "[one]", "what was read before an error is sent");
	is_text(o.err.text, FAKE_READ_FAILED, "the error is told as it is");
	is_int(o.result, -1, "and is how it ends");
}

static void test_receiver_gone(void)
{
	static const struct fake_read reads[] = { { 3, "one" }, { 0, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_READS, 4 } };
	struct outcome o;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return;
	close(fds[1]);
	send_all(&o, &opts, reads, COUNT(reads), (int[]){ fds[0], -1 });
	is_int(o.result, -1, "a receiver that is gone is an error");
	has_text(o.err.text, "cannot send to the other end", "with its name");
	is_int(o.err.hint.code, HINT_DATAGRAM_UNIX_DEAF, "and a hint");
	close(fds[0]);
}

static void test_too_long(void)
{
	static char bytes[200000];
	struct outbox_opts opts = {
		.single = bytes, .single_len = sizeof(bytes), .repeats = 1
	};
	int fds[2], size = 4096;
	struct outcome o;

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return;
	setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	send_all(&o, &opts, NULL, 0, fds);
	is_int(o.result, -1, "a datagram that is too long is an error");
	is_int(o.err.kind, FAULT_IO, "of our own making");
	has_text(
	    o.err.text, "datagram 1 of 200000 B", "and told with its size");
	is_text(o.sent, "", "nothing of it is sent");
	close(fds[0]);
	close(fds[1]);
}

/* Which the kernel says with a later call. */
static void test_too_long_for_a_link(void)
{
	static const struct fake_read reads[] = { { 3, "one" }, { 0, NULL } };
	struct outbox_opts opts = { .framing = { FRAMING_READS, 4 } };
	int fds[2] = { open_bound(INADDR_LOOPBACK), open_bound(0x7F090808) };
	struct outcome o;

	aim(fds[0], fds[1]);
	if (!forge_too_long(fds[0], fds[1])) {
		ok(true, "too long for a link # SKIP not permitted");
	} else {
		send_all(&o, &opts, reads, COUNT(reads), fds);
		is_int(o.err.kind, FAULT_RESET, "a datagram is lost");
		is_text(o.err.text,
		    "cannot send to the other end: a datagram was too long for "
		    "a link on the way",
		    "which says why");
		is_int(o.err.hint.code, HINT_NONE, "no hint is needed");
	}
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	test_reads();
	test_lines();
	test_prefix();
	test_single();
	test_pause_ends();
	test_input_error();
	test_receiver_gone();
	test_too_long();
	test_too_long_for_a_link();
	return plan();
}
