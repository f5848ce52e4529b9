/* SPDX-License-Identifier: MIT */
/* Senders of datagrams to the same socket: each has a stream of its own. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "datagram-pair.h"
#include "senders-bench.h"
#include "stream/datagram.h"
#include "sys/backend.h"
#include "tap.h"

static void test_two(void)
{
	struct senders_bench b;
	char bytes[100];

	senders_bench_begin(&b, "127.0.0.1", 10);
	int one = senders_bench_peer(&b, INADDR_LOOPBACK);
	int two = senders_bench_peer(&b, INADDR_LOOPBACK);
	struct address own = address_local(one);
	senders_bench_says(&b, one, "1a");
	senders_bench_says(&b, two, "2a");
	senders_bench_says(&b, one, "1b");
	is_int(b.begun, 2, "two senders, two streams");
	is_int((long long)senders_count(b.senders), 2, "which are counted");
	ok(address_is_same(&b.from[0], &own), "the sender is told");
	ok(stream_is_pending(b.streams[0]), "no event tells what has come");
	is_int(b.woken, 1, "the owner of the stream is woken");
	senders_bench_hears(&b, 0, "1a");
	senders_bench_hears(&b, 0, "1b");
	senders_bench_hears_nothing(&b, 0);
	ok(!stream_is_pending(b.streams[0]), "then an event will tell");
	senders_bench_hears(&b, 1, "2a");
	senders_bench_answers(&b, 1, "to 2", two);
	senders_bench_answers(&b, 0, "to 1", one);
	say(one, "");
	senders_bench_turn(&b);
	is_int(
	    senders_bench_read(&b, 0, bytes), DATAGRAM_EMPTY, "an empty one");
	senders_bench_answers(&b, 0, "", one);
	stream_finish(b.streams[0], NULL);
	senders_bench_says(&b, one, "1c");
	senders_bench_hears(&b, 0, "1c");
	b.streams[0]->ops->cut(b.streams[0]);
	senders_bench_hears_end(&b, 0);
	senders_bench_end(&b);
	close(one);
	close(two);
}

static void test_ends(void)
{
	struct senders_bench b;
	struct address local = { 0 }, remote = { 0 };

	senders_bench_begin(&b, NULL, 10);
	int peer = senders_bench_peer(&b, INADDR_LOOPBACK + 1);
	struct address own = address_local(peer), there = address_remote(peer);
	senders_bench_says(&b, peer, "x");
	b.streams[0]->ops->ends(b.streams[0], &local, &remote);
	ok(address_is_same_host(&remote, &own), "the peer is known");
	if (for_linux("the address that was used"))
		ok(address_is_same_host(&local, &there),
		    "the address it has used, too");
	is_int(address_port(&local), address_port(&there), "with the port");
	senders_bench_end(&b);
	close(peer);
}

/* The socket has all addresses: answers come from the one that was asked, and
 * one sender to two of them has two conversations. */
static void test_addresses(const char *host)
{
	struct senders_bench b;
	struct error err = ERROR_NONE;
	char byte;

	senders_bench_begin(&b, host, 10);
	int peer = senders_bench_peer(&b, INADDR_LOOPBACK + 1);
	struct address second = address_remote(peer);
	senders_bench_says(&b, peer, "to the first");
	senders_bench_hears(&b, 0, "to the first");
	senders_bench_answers(&b, 0, "from it", peer);
	struct sockaddr_in third;
	memcpy(&third, &second.storage, sizeof(third));
	third.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 2);
	if (sendto(peer, "other", 5, 0, (const struct sockaddr *)&third,
		sizeof(third)) < 0)
		abort();
	senders_bench_turn(&b);
	is_int(b.begun, 2, "another address is another conversation");
	senders_bench_hears(&b, 1, "other");
	is_int(stream_write(b.streams[1], "x", 1, &err), 1, "its answer");
	is_int(recv(peer, &byte, 1, 0), -1, "is not from the first address");
	senders_bench_answers(&b, 0, "still", peer);
	senders_bench_end(&b);
	close(peer);
}

static void test_idlest(void)
{
	struct senders_bench b;
	int peers[4];

	senders_bench_begin(&b, "127.0.0.1", 3);
	for (int i = 0; i < 4; i++)
		peers[i] = senders_bench_peer(&b, INADDR_LOOPBACK);
	for (int i = 0; i < 3; i++)
		senders_bench_says(&b, peers[i], "first");
	senders_bench_says(&b, peers[0], "again");
	senders_bench_answers(&b, 1, "answer", peers[1]);
	is_int(b.replaced, 0, "three may be there");
	senders_bench_says(&b, peers[3], "one more");
	is_int(b.replaced, 1, "a fourth replaces one");
	is_int((long long)senders_count(b.senders), 3, "three are there");
	senders_bench_hears(&b, 2, "first");
	senders_bench_hears_end(&b, 2);
	senders_bench_hears(&b, 0, "first");
	senders_bench_hears(&b, 0, "again");
	senders_bench_hears_nothing(&b, 0);
	senders_bench_hears(&b, 1, "first");
	senders_bench_hears_nothing(&b, 1);
	senders_bench_hears(&b, 3, "one more");
	senders_bench_answers(&b, 2, "a last answer", peers[2]);
	senders_bench_says(&b, peers[2], "I am back");
	is_int(b.begun, 5, "it may come again");
	senders_bench_hears(&b, 4, "I am back");
	senders_bench_hears_end(&b, 0);
	senders_bench_end(&b);
	for (int i = 0; i < 4; i++)
		close(peers[i]);
}

static void test_refused_sender(void)
{
	struct senders_bench b;

	senders_bench_begin(&b, "127.0.0.1", 10);
	int peer = senders_bench_peer(&b, INADDR_LOOPBACK);
	b.refuses = true;
	senders_bench_says(&b, peer, "unwanted");
	is_int(b.begun, 0, "a sender may be refused");
	b.refuses = false;
	senders_bench_says(&b, peer, "wanted");
	is_int(b.begun, 1, "for one datagram");
	senders_bench_hears(&b, 0, "wanted");
	senders_bench_hears_nothing(&b, 0);
	senders_bench_end(&b);
	close(peer);
}

/* A stream that is not read loses what does not fit, and others nothing. */
static void test_unread(void)
{
	static char large[60000];
	struct senders_bench b;
	const int count = 30;
	int kept = 0;

	senders_bench_begin(&b, "127.0.0.1", 10);
	int fast = senders_bench_peer(&b, INADDR_LOOPBACK);
	int slow = senders_bench_peer(&b, INADDR_LOOPBACK);
	for (int i = 0; i < count; i++) {
		if (send(fast, large, sizeof(large), 0) < 0)
			abort();
		senders_bench_turn(&b);
	}
	senders_bench_says(&b, slow, "here");
	senders_bench_hears(&b, 1, "here");
	struct error err = ERROR_NONE;
	ssize_t n;
	while ((n = stream_read(b.streams[0], large, sizeof(large), &err)) > 0)
		kept++;
	is_int(n, STREAM_AGAIN, "a stream that was not read goes on");
	is_int(kept, 1024 * 1024 / (60000 + 24), "what fits is kept");
	senders_bench_says(&b, fast, "more");
	senders_bench_hears(&b, 0, "more");
	is_int(b.warnings, 0, "nothing is told yet");
	senders_bench_end(&b);
	is_int(b.warnings, 1, "the loss is told at the end");
	close(fast);
	close(slow);
}

/* Each is found among many. */
static void test_many(void)
{
	struct senders_bench b;
	int peers[SENDERS_MOST];
	char text[16];
	bool all = true;

	senders_bench_begin(&b, "127.0.0.1", SENDERS_MOST);
	for (int i = 0; i < SENDERS_MOST; i++) {
		peers[i] = senders_bench_peer(&b, INADDR_LOOPBACK);
		snprintf(text, sizeof(text), "%d", i);
		say(peers[i], text);
	}
	while (b.begun < SENDERS_MOST)
		senders_bench_turn(&b);
	for (int i = 0; i < SENDERS_MOST; i++)
		say(peers[i], "again");
	struct error err = ERROR_NONE;
	for (int i = 0; i < SENDERS_MOST; i++) {
		char bytes[100];
		int number = -1;
		if (senders_bench_read(&b, i, bytes) > 0)
			number = atoi(bytes);
		struct address own = address_local(peers[i]);
		all = all && number == i && address_is_same(&own, &b.from[i]);
		stream_write(b.streams[i], bytes, 1, &err);
	}
	ok(all, "each of many has its stream");
	const int by_turn = backend_is_linux ? 16 : 1;
	for (int i = 0; i < SENDERS_MOST / by_turn; i++)
		senders_bench_turn(&b);
	is_int(b.begun, SENDERS_MOST, "and keeps it");
	senders_bench_hears(&b, SENDERS_MOST - 1, "again");
	senders_bench_end(&b);
	for (int i = 0; i < SENDERS_MOST; i++)
		close(peers[i]);
}

int main(void)
{
	test_two();
	test_ends();
	if (for_linux("the address that was asked")) {
		test_addresses("0.0.0.0");
		test_addresses(NULL);
	}
	test_idlest();
	test_refused_sender();
	test_unread();
	test_many();
	return plan();
}
