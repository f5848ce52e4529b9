/* SPDX-License-Identifier: MIT */
/* Senders of datagrams that refuse answers, and senders by Unix sockets. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "senders-bench.h"
#include "tap.h"

/* A sender that is gone refuses an answer: that is told to its stream only,
 * whichever call the kernel tells it by. */
static void test_refusing_sender(bool by_write)
{
	struct senders_bench b;
	struct error err = ERROR_NONE;
	int unconfirmed;

	senders_bench_begin(&b, "127.0.0.1", 10);
	int gone = senders_bench_peer(&b, INADDR_LOOPBACK);
	int there = senders_bench_peer(&b, INADDR_LOOPBACK);
	senders_bench_says(&b, gone, "bye");
	senders_bench_says(&b, there, "hello");
	close(gone);
	is_int(stream_write(b.streams[0], "x", 1, &err), 1, "it can be sent");
	if (by_write)
		senders_bench_answers(&b, 1, "is there", there);
	else
		senders_bench_turn(&b);
	senders_bench_hears(&b, 0, "bye");
	ok(stream_is_pending(b.streams[0]), "a refusal is known");
	char byte;
	is_int(stream_read(b.streams[0], &byte, 1, &err), STREAM_ERROR,
	    "behind all that has come");
	is_int(err.kind, FAULT_REFUSED, "as a refusal");
	is_text(err.text, "refused", "in these words");
	is_int(stream_write(b.streams[0], "x", 1, &err), STREAM_ERROR,
	    "it is not sent to again");
	is_int(b.streams[0]->ops->delivered(b.streams[0], &unconfirmed, &err),
	    -1, "nor was all delivered");
	senders_bench_hears(&b, 1, "hello");
	senders_bench_hears_nothing(&b, 1);
	senders_bench_answers(&b, 1, "still there", there);
	is_int(b.streams[1]->ops->delivered(b.streams[1], &unconfirmed, &err),
	    1, "the other has refused nothing");
	senders_bench_end(&b);
	close(there);
}

/* The last answer was refused, and no call has told so far. */
static void test_refused_last(void)
{
	struct senders_bench b;
	struct error err = ERROR_NONE;
	int unconfirmed;

	senders_bench_begin(&b, "127.0.0.1", 10);
	int gone = senders_bench_peer(&b, INADDR_LOOPBACK);
	senders_bench_says(&b, gone, "bye");
	close(gone);
	stream_write(b.streams[0], "x", 1, &err);
	is_int(b.streams[0]->ops->delivered(b.streams[0], &unconfirmed, &err),
	    -1, "a refused last answer is asked for");
	is_int(err.kind, FAULT_REFUSED, "and told");
	senders_bench_end(&b);
}

/* Unix sockets: with a name each is a sender, all others are one. */

static int open_unix(const char *own, const char *target)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	size_t head = offsetof(struct sockaddr_un, sun_path) + 1;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (own) {
		memcpy(sun.sun_path + 1, own, strlen(own));
		if (bind(fd, (struct sockaddr *)&sun,
			(socklen_t)(head + strlen(own))) < 0)
			abort();
	}
	memset(&sun.sun_path, 0, sizeof(sun.sun_path));
	memcpy(sun.sun_path + 1, target, strlen(target));
	if (connect(fd, (struct sockaddr *)&sun,
		(socklen_t)(head + strlen(target))) < 0)
		abort();
	return fd;
}

static void test_unix(void)
{
	struct senders_bench b;
	struct error err = ERROR_NONE;
	char name[48], own[64];

	snprintf(name, sizeof(name), "genet-test-senders-%d", (int)getpid());
	snprintf(own, sizeof(own), "%s-peer", name);
	senders_bench_begin_unix(&b, name, 10);
	int named = open_unix(own, name);
	int first = open_unix(NULL, name), second = open_unix(NULL, name);
	senders_bench_says(&b, named, "named");
	senders_bench_says(&b, first, "first");
	senders_bench_says(&b, second, "second");
	is_int(b.begun, 2, "all without a name are one sender");
	senders_bench_hears(&b, 0, "named");
	senders_bench_hears(&b, 1, "first");
	senders_bench_hears(&b, 1, "second");
	senders_bench_answers(&b, 0, "answer", named);
	is_int(stream_write(b.streams[1], "x", 1, &err), STREAM_ERROR,
	    "a sender without a name cannot be answered");
	is_text(err.text, "cannot be answered: the peer has no address",
	    "in these words");
	senders_bench_end(&b);
	close(named);
	close(first);
	close(second);
}

/* No event tells that the queue of a Unix socket has room again. */
static void test_unix_full(void)
{
	struct senders_bench b;
	struct error err = ERROR_NONE;
	char name[48], own[64], byte;
	ssize_t n = 1;

	snprintf(name, sizeof(name), "genet-test-senders-%d", (int)getpid());
	snprintf(own, sizeof(own), "%s-peer", name);
	senders_bench_begin_unix(&b, name, 10);
	int peer = open_unix(own, name);
	senders_bench_says(&b, peer, "x");
	senders_bench_hears(&b, 0, "x");
	for (int i = 0; i < 100000 && n == 1; i++)
		n = stream_write(b.streams[0], "y", 1, &err);
	is_int(n, STREAM_AGAIN, "the peer has no room");
	is_int(b.changed, 1, "which is waited for");
	senders_bench_turn(&b);
	is_int(b.woken, 1, "for a moment");
	is_int(recv(peer, &byte, 1, 0), 1, "the peer reads");
	is_int(stream_write(b.streams[0], "y", 1, &err), 1, "it has room");
	close(peer);
	is_int(stream_write(b.streams[0], "y", 1, &err), STREAM_ERROR,
	    "or is gone");
	is_int(err.kind, FAULT_REFUSED, "which is a refusal");
	senders_bench_end(&b);
}

int main(void)
{
	if (for_linux("refusals of senders")) {
		test_refusing_sender(true);
		test_refusing_sender(false);
		test_refused_last();
	}
	test_unix();
	test_unix_full();
	return plan();
}
