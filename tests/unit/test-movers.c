/* SPDX-License-Identifier: MIT */
/* Movers that splice: whatever the ends are, the same bytes arrive. */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "relay/lane.h"
#include "relay/mover.h"
#include "relay/pool.h"
#include "stream/socket.h"
#include "stream/splice.h"
#include "stream/stdio.h"
#include "sys/pages.h"
#include "tap.h"

#define MIB (1024 * 1024)

/* No two stretches of it are alike, so that what is lost or moved shows. */
static void make_pattern(unsigned char *bytes, size_t len)
{
	uint32_t x = 1;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		bytes[i] = (unsigned char)(x >> 24);
	}
}

static int temporary_file(int flags)
{
	char name[] = "/tmp/test-movers-XXXXXX";
	int fd = mkstemp(name);

	if (flags) {
		close(fd);
		fd = open(name, O_RDWR | flags);
	}
	unlink(name);
	return fd;
}

static void make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		abort();
}

/* A lane from a descriptor, which is read to its end, to another. */
struct journey {
	struct pool pool;
	struct lane lane;
	struct stream *source, *sink;
};

static struct stream *end_of(int fd, bool is_source)
{
	int domain;
	socklen_t len = sizeof(domain);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0)
		return socket_stream(fd, NULL);
	struct stdio_opts opts = {
		.input_fd = is_source ? fd : -1,
		.output_fd = is_source ? -1 : fd,
		.input_name = "the source",
		.output_name = "the sink",
	};
	return stdio_stream(&opts, NULL);
}

static void depart(struct journey *j, int from, int to, bool at_once)
{
	*j = (struct journey){ .source = end_of(from, true),
		.sink = end_of(to, false) };
	lane_init(&j->lane, j->source, j->sink,
	    mover_adaptive_new(&j->pool, at_once));
}

static void arrive(struct journey *j)
{
	lane_free(&j->lane);
	stream_close(j->source);
	stream_close(j->sink);
	pool_free(&j->pool);
}

/* One turn. Returns whether the lane goes on. */
static bool turn(struct journey *j, struct error *err)
{
	if (lane_can_read(&j->lane) && lane_read(&j->lane, err) < 0)
		return false;
	while (lane_can_write(&j->lane)) {
		ssize_t n = lane_write(&j->lane, err);
		if (n < 0)
			return false;
		if (n == 0)
			break;
	}
	return j->lane.state != LANE_DONE;
}

static uint64_t spliced(const struct journey *j, enum tap_way *way)
{
	uint64_t bytes;

	*way = j->lane.mover->ops->way(j->lane.mover, &bytes);
	return bytes;
}

/* Reads what there is, of a descriptor that may be a socket or a pipe. */
static void collect(int fd, unsigned char *got, size_t *len, size_t room)
{
	ssize_t n;

	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	while (*len < room && (n = read(fd, got + *len, room - *len)) > 0)
		*len += (size_t)n;
}

enum way_out { TO_SOCKET, TO_PIPE, TO_FILE, TO_APPENDED, WAYS_OUT };
static const char *const names[] = { "a socket", "a pipe", "a file",
	"a file that is appended to" };

static void check_from_file(enum way_out out, bool at_once, size_t len)
{
	unsigned char *sent = xmalloc(len), *got = xmalloc(len + 1);
	int from = temporary_file(0), ends[2] = { -1, -1 };
	struct error err = ERROR_NONE;
	struct journey j;
	size_t count = 0;
	enum tap_way way;

	make_pattern(sent, len);
	if (write(from, sent, len) != (ssize_t)len || lseek(from, 0, SEEK_SET))
		abort();
	if (out == TO_SOCKET)
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
	else if (out == TO_PIPE)
		make_pipe(ends);
	else
		ends[1] = temporary_file(out == TO_APPENDED ? O_APPEND : 0);
	if (out >= TO_FILE)
		ends[0] = dup(ends[1]);
	depart(&j, from, ends[1], at_once);
	while (turn(&j, &err))
		if (out < TO_FILE)
			collect(ends[0], got, &count, len + 1);
	if (out >= TO_FILE)
		lseek(ends[0], 0, SEEK_SET);
	collect(ends[0], got, &count, len + 1);
	uint64_t bytes = spliced(&j, &way);
	ok(count == len && memcmp(sent, got, len) == 0,
	    "%zu bytes of a file arrive at %s%s", len, names[out],
	    at_once ? ", spliced at once" : "");
	if (!pages_can_move)
		is_int((long long)bytes, 0, "%s takes a copy", names[out]);
	else if (out == TO_APPENDED)
		ok(way == TAP_COPY_CANNOT || len < 2 * MIB, "%s takes a copy",
		    names[out]);
	else if (at_once)
		is_int((long long)bytes, (long long)len,
		    "all go to %s without a copy", names[out]);
	else
		ok(len < 2 * MIB ? bytes == 0 : bytes > 0,
		    "to %s, bulk is spliced and little is copied", names[out]);
	arrive(&j);
	close(ends[0]);
	free(sent);
	free(got);
}

/* A piece of one byte takes as much room in a pipe as a page. */
static void check_small_messages(void)
{
	int in[2], out[2];
	struct error err = ERROR_NONE;
	unsigned char sent[2000], got[2001];
	size_t count = 0;
	struct journey j;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in);
	make_pipe(out);
	make_pattern(sent, sizeof(sent));
	depart(&j, in[1], out[1], true);
	for (size_t i = 0; i < sizeof(sent); i++)
		if (send(in[0], sent + i, 1, MSG_DONTWAIT) != 1)
			break; /* so many wait as the socket takes */
	shutdown(in[0], SHUT_WR);
	for (int i = 0; i < 10000 && turn(&j, &err); i++)
		if (i % 7 == 0)
			collect(out[0], got, &count, sizeof(got));
	collect(out[0], got, &count, sizeof(got));
	ok(count > 0 && memcmp(sent, got, count) == 0,
	    "%zu pieces of one byte arrive, more than a pipe has room for",
	    count);
	ok(j.lane.state == LANE_DONE, "and then the end");
	arrive(&j);
	close(in[0]);
	close(out[0]);
}

/* Bulk, then a question and an answer, then bulk. */
static void check_change(void)
{
	int in[2], out[2];
	struct error err = ERROR_NONE;
	unsigned char piece[64 * 1024], got[64 * 1024];
	struct journey j;
	enum tap_way way;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in);
	make_pipe(out);
	fcntl(out[1], F_SETPIPE_SZ, MIB);
	make_pattern(piece, sizeof(piece));
	depart(&j, in[1], out[1], false);
	uint64_t after[3];
	static const size_t sizes[] = { sizeof(piece), 16, sizeof(piece) };
	bool is_same = true;
	for (int phase = 0; phase < 3; phase++) {
		for (int i = 0; i < 60; i++) {
			size_t count = 0;
			if (write(in[0], piece, sizes[phase]) < 0)
				abort();
			while (count < sizes[phase] && turn(&j, &err))
				collect(out[0], got, &count, sizeof(got));
			is_same &= memcmp(piece, got, count) == 0;
		}
		after[phase] = spliced(&j, &way);
	}
	ok(is_same, "pieces of all sizes arrive");
	if (for_linux("changes of the way")) {
		ok(after[0] > 0, "large pieces come to be spliced");
		ok(after[1] - after[0] <= 32 * 16,
		    "small ones are copied again");
		ok(after[2] > after[1], "and large ones are spliced again");
	}
	arrive(&j);
	close(in[0]);
	close(out[0]);
}

/* Standard input that is a socket cannot be spliced from: it would wait. */
static void check_pipe_is_given_back(void)
{
	int in[2], out[2];
	struct stdio_opts opts = { .output_fd = -1, .input_name = "a socket" };
	struct error err = ERROR_NONE;
	struct pool_pipe pipe = POOL_NO_PIPE;
	struct journey j = { 0 };
	enum tap_way way;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in);
	make_pipe(out);
	if (write(in[0], "hello", 5) != 5)
		abort();
	opts.input_fd = in[1];
	j.source = stdio_stream(&opts, NULL);
	j.sink = end_of(out[1], false);
	lane_init(&j.lane, j.source, j.sink, mover_adaptive_new(&j.pool, true));
	turn(&j, &err);
	ok(spliced(&j, &way) == 0 && way == TAP_COPY_CANNOT,
	    "a socket as standard input is copied from");
	int next = dup(0);
	close(next);
	ok(pool_take_pipe(&j.pool, &pipe) && pipe.read_fd < next,
	    "and the pipe that was taken for it is there for others");
	pool_give_pipe(&j.pool, &pipe);
	arrive(&j);
	close(in[0]);
	close(out[0]);
}

/* The bytes are in the pipe when the reader of the sink is found to be gone. */
static void check_sink_gone(void)
{
	int from = temporary_file(0), out[2];
	struct error err = ERROR_NONE;
	struct journey j;

	make_pipe(out);
	if (write(from, "hello", 5) != 5 || lseek(from, 0, SEEK_SET))
		abort();
	signal(SIGPIPE, SIG_IGN);
	depart(&j, from, out[1], true);
	close(out[0]);
	ok(!turn(&j, &err) && err.kind == FAULT_SIGNAL && err.signal == SIGPIPE,
	    "a sink without a reader is told as such");
	is_int((long long)lane_held(&j.lane), 5,
	    "and what was taken in counts as not written");
	arrive(&j);
}

/* Without a descriptor for a pipe. */
static void check_without_pipes(void)
{
	struct rlimit before, none;
	int from = temporary_file(0), out[2];
	struct error err = ERROR_NONE;
	unsigned char got[100];
	size_t count = 0;
	struct journey j;
	enum tap_way way;

	make_pipe(out);
	if (write(from, "hello", 5) != 5 || lseek(from, 0, SEEK_SET))
		abort();
	depart(&j, from, out[1], true);
	getrlimit(RLIMIT_NOFILE, &before);
	none = before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	bool goes_on = true;
	while (goes_on)
		goes_on = turn(&j, &err);
	setrlimit(RLIMIT_NOFILE, &before);
	collect(out[0], got, &count, sizeof(got));
	ok(count == 5 && memcmp(got, "hello", 5) == 0 &&
		spliced(&j, &way) == 0 && way == TAP_COPY_CANNOT,
	    "without descriptors for a pipe, bytes are copied");
	arrive(&j);
	close(out[0]);
}

/* A stream that lends so many bytes, one after the other. */
struct lender {
	struct stream stream;
	const ssize_t *next;
};

static ssize_t lend(struct stream *s, const void **bytes, struct error *err)
{
	ssize_t n = *((struct lender *)s)->next++;

	if (n == STREAM_ERROR)
		error_set(err, FAULT_RESET, "dropped");
	*bytes = "hello";
	return n;
}

static void check_lender_fails(void)
{
	static const ssize_t results[] = { 5, 0, STREAM_ERROR };
	static const struct stream_ops ops = { .lend = lend };
	struct lender l = { .stream.ops = &ops, .next = results };
	struct mover *m = mover_lent_new();
	struct error err = ERROR_NONE;
	const void *bytes;

	is_int(m->ops->fill(m, &l.stream, &bytes, &err), 5, "bytes are lent");
	is_int(m->ops->drain(m, NULL, &bytes, &err), STREAM_AGAIN,
	    "bytes that the lender takes back are not written");
	is_int(m->ops->drain(m, NULL, &bytes, &err), STREAM_ERROR,
	    "a lender that has failed is told");
	is_text(err.text, "dropped", "with the reason");
	m->ops->free(m);
}

/* As far as the user may have so much memory in pipes. */
static void check_enlarged(void)
{
	int ends[2];

	make_pipe(ends);
	int usual = fcntl(ends[1], F_GETPIPE_SZ);
	int size = splice_enlarge(ends[1]);
	is_int(
	    size, fcntl(ends[1], F_GETPIPE_SZ), "the size of a pipe is told");
	ok(size > usual || fcntl(ends[1], F_SETPIPE_SZ, 2 * usual) < 0,
	    "it is more than the usual, if that is allowed");
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	for (enum way_out out = 0; out < WAYS_OUT; out++)
		for (int at_once = 0; at_once <= 1; at_once++) {
			check_from_file(out, at_once, 0);
			check_from_file(out, at_once, 5000);
			check_from_file(out, at_once, 5 * MIB + 1);
		}
	check_small_messages();
	check_change();
	if (for_linux("pipes that are missing, or given back")) {
		check_without_pipes();
		check_pipe_is_given_back();
	}
	check_sink_gone();
	check_lender_fails();
	if (for_linux("larger pipes"))
		check_enlarged();
	return plan();
}
