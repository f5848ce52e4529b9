/* SPDX-License-Identifier: MIT */
/* Receiving: what is written to a scripted output of datagrams that wait in a
 * pair of sockets, and when it ends. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fake-stream.h"
#include "relay/inbox.h"
#include "relay/loop.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct outcome {
	char written[512];
	uint64_t count, bytes;
	int left; /* datagrams that nobody took */
	int result;
	struct error err;
};

static int count_left(int fd)
{
	char bytes[64];
	int count = 0;

	while (recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) >= 0)
		count++;
	return count;
}

static void receive_all(struct outcome *o, struct inbox_opts *opts,
    const struct fake_script *output_script, int fd)
{
	struct fake_stream output;
	struct inbox inbox;
	struct loop loop = { 0 };

	fake_stream_init(&output, output_script);
	opts->fds = &fd;
	opts->fd_count = 1;
	opts->room = opts->room ? opts->room : 100;
	opts->idle_timeout_us = CLOCK_NEVER;
	opts->deadline = clock_after(opts->timeout_us);
	inbox_init(&inbox, opts, &output.stream, NULL);
	loop_add(&loop, &inbox.pollable);
	o->result = loop_run(&loop, &o->err);
	if (o->result == 0)
		o->result = inbox_result(&inbox, &o->err);
	o->count = inbox.count;
	o->bytes = inbox.bytes;
	strncpy(o->written, output.written, sizeof(o->written) - 1);
	ok(!output.was_misused, "the output is used as it may be");
	inbox_free(&inbox);
	fake_stream_free(&output);
}

static const char *const items[] = { "ab", "", "cde", "f", "end", "g" };
static const struct fake_script any = { 0 };

/* Six datagrams wait. */
static struct outcome run(
    struct inbox_opts opts, const struct fake_script *output)
{
	struct outcome o = { .err = ERROR_NONE };
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) < 0)
		return (struct outcome){ .result = -2 };
	for (size_t i = 0; i < COUNT(items); i++)
		send(fds[1], items[i], strlen(items[i]), 0);
	if (!opts.timeout_us)
		opts.timeout_us = 10 * CLOCK_SECOND;
	receive_all(&o, &opts, output, fds[0]);
	o.left = count_left(fds[0]);
	close(fds[0]);
	close(fds[1]);
	return o;
}

static void test_count(void)
{
	struct inbox_opts opts = { .max_count = 3, .format = RECORD_LINES };
	struct outcome o = run(opts, &any);

	is_int(o.result, 0, "so many datagrams are enough");
	is_text(o.written, "ab\n\ncde\n", "an empty one counts");
	ok(o.count == 3 && o.bytes == 5, "datagrams and bytes are counted");
	is_int(o.left, 3, "those behind them are left to others");
}

static void test_ends(void)
{
	struct inbox_opts opts = { .max_bytes = 4 };

	is_text(run(opts, &any).written, "abcde", "so many bytes are enough");
	opts = (struct inbox_opts){ .until = "n", .until_len = 1 };
	is_text(run(opts, &any).written, "abcdefend", "a text is the end");
	opts = (struct inbox_opts){ .end_empty = true };
	is_text(run(opts, &any).written, "ab", "an empty one is, if wanted");
	opts = (struct inbox_opts){ .max_count = 4, .end_empty = true };
	is_int((long long)run(opts, &any).count, 2,
	    "of several ends the first one is it");
}

static void test_timeout(void)
{
	struct inbox_opts opts = { .max_count = 9, .timeout_us = 20000 };
	struct outcome o = run(opts, &any);

	is_int(o.err.kind, FAULT_TIMEOUT, "it does not wait for ever");
	is_text(o.err.text, "received 6 of 9 datagrams within 20 ms",
	    "and says how many have come");
	is_text(o.written, "abcdefendg", "which are written");
}

static void test_output(void)
{
	static const ssize_t short_writes[] = { 1, 1, 2, 1 };
	static const ssize_t error[] = { 2, STREAM_ERROR };
	struct fake_script shorts = { .writes = short_writes,
		.write_count = COUNT(short_writes) };
	struct fake_script fails = { .writes = error,
		.write_count = COUNT(error) };
	struct inbox_opts opts = { .max_count = 6 };

	is_text(run(opts, &shorts).written, "abcdefendg",
	    "an output that takes little at a time gets all");
	struct outcome o = run(opts, &fails);
	is_int(o.result, -1, "an output that fails ends it");
	is_text(o.err.text, FAKE_WRITE_FAILED, "and says why");
	is_text(o.written, "ab", "with what it took before");
}

static void test_cut(void)
{
	struct inbox_opts opts = { .max_count = 6, .room = 2 };
	struct outcome o = run(opts, &any);

	is_int(o.err.kind, FAULT_IO, "what is cut is an error");
	is_text(o.err.text, "2 datagrams were cut: longer than 2 B",
	    "that says how many were");
	is_text(o.written, "abcdfeng", "after all are written");
}

int main(void)
{
	test_count();
	test_ends();
	test_timeout();
	test_output();
	test_cut();
	return plan();
}
