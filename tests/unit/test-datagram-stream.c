/* SPDX-License-Identifier: MIT */
/* A socket of datagrams as one end of a conversation. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "datagram-pair.h"
#include "tap.h"

static void test_boundaries(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	char bytes[100];

	ok(p.stream->carries_messages && p.stream->carries_datagrams,
	    "it carries datagrams");
	say(p.peer, "one");
	say(p.peer, "three");
	hears(p.stream, "one", "a read takes one datagram");
	hears(p.stream, "three", "the next read takes the next");
	hears_nothing(p.stream, "then there is none");
	is_int(stream_write(p.stream, "ab", 2, &err), 2, "a write takes all");
	is_int(stream_write(p.stream, "c", 1, &err), 1, "and the next one");
	is_int(recv(p.peer, bytes, sizeof(bytes), 0), 2, "that was a datagram");
	is_int(recv(p.peer, bytes, sizeof(bytes), 0), 1, "and that another");
	close_pair(&p);
}

static void test_empty(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	char byte[1];

	say(p.peer, "");
	say(p.peer, "more");
	is_int(stream_read(p.stream, byte, 1, &err), DATAGRAM_EMPTY,
	    "an empty datagram is no end");
	hears(p.stream, "more", "what follows an empty one");
	close_pair(&p);
}

static void test_strangers(void)
{
	int own = open_bound(INADDR_LOOPBACK);
	int peer = open_bound(INADDR_LOOPBACK);
	int stranger = open_bound(INADDR_LOOPBACK);

	aim(peer, own);
	aim(stranger, own);
	say(stranger, "strange");
	say(peer, "known");
	say(stranger, "strange");
	aim(own, peer);
	struct stream *s = datagram_stream(own, NULL, NULL);
	hears_nothing(s, "what a stranger sent before is not heard");
	hears(s, "known", "what the peer sent before");
	hears_nothing(s, "a stranger between is not heard either");
	hears_nothing(s, "and then there is none");
	stream_close(s);
	close(peer);
	close(stranger);
}

static void test_end(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	int unconfirmed = 1;
	char byte;

	stream_write(p.stream, "x", 1, &err);
	is_int(stream_finish(p.stream, &err), 0, "it can be finished");
	is_int(recv(p.peer, &byte, 1, 0), 1, "what was written has come");
	is_int(recv(p.peer, &byte, 1, 0), -1, "and no end");
	is_int(p.stream->ops->delivered(p.stream, &unconfirmed, &err), 1,
	    "nothing is known to be lost");
	is_int(unconfirmed, 0, "and nothing has to be confirmed");
	say(p.peer, "late");
	hears(p.stream, "late", "what comes after the finish");
	close_pair(&p);
}

/* What has come by then is read, and no more than the socket can hold, so that
 * it ends however much comes. */
static void test_cut(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	char bytes[1000] = "";
	int most = 0, count = 0;
	socklen_t len = sizeof(most);

	say(p.peer, "one");
	say(p.peer, "two");
	p.stream->ops->cut(p.stream);
	ok(stream_is_pending(p.stream), "what is cut is read without a wait");
	hears(p.stream, "one", "what had come");
	hears(p.stream, "two", "all of it");
	is_int(stream_read(p.stream, bytes, sizeof(bytes), &err), 0,
	    "then it is at its end");
	close_pair(&p);

	p = open_pair();
	getsockopt(p.stream->read_fd, SOL_SOCKET, SO_RCVBUF, &most, &len);
	p.stream->ops->cut(p.stream);
	do
		if (send(p.peer, bytes, sizeof(bytes), 0) < 0)
			abort();
	while (stream_read(p.stream, bytes, sizeof(bytes), &err) > 0 &&
	       ++count < most);
	ok(count > 0 && count <= most / 1000 + 1,
	    "however much comes, it has an end (after %d)", count);
	close_pair(&p);
}

/* A socket of all addresses, and a peer that sends to another than the nearest.
 */
static void test_own_address(void)
{
	struct sockaddr_in all = { .sin_family = AF_INET };
	struct datagram_ends ends = { .peer.len = 0 };
	struct sockaddr_in *to = (struct sockaddr_in *)&ends.own.storage;
	int own = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int peer = open_bound(INADDR_LOOPBACK);
	struct error err = ERROR_NONE;
	char byte;

	if (bind(own, (struct sockaddr *)&all, sizeof(all)) < 0)
		abort();
	ends.own = address_local(own);
	to->sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
	if (connect(peer, (struct sockaddr *)to, sizeof(*to)) < 0)
		abort();
	ends.peer = address_local(peer);
	struct stream *s = datagram_stream(own, &ends, NULL);
	say(peer, "question");
	hears(s, "question", "without a connection");
	is_int(stream_write(s, "a", 1, &err), 1, "it is answered");
	is_int(recv(peer, &byte, 1, 0), 1, "from the address that was asked");
	struct address local = address_local(own), remote = { 0 };
	s->ops->ends(s, &local, &remote);
	ok(address_is_same(&local, &ends.own) &&
		address_is_same(&remote, &ends.peer),
	    "both ends are known");
	stream_close(s);
	close(peer);
}

/* Unix sockets without a name. */
static void test_nameless(void)
{
	struct sockaddr nameless = { .sa_family = AF_UNIX };
	struct datagram_ends nobody = { .peer.len = 0 };
	int own = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int peer = socket(AF_UNIX, SOCK_DGRAM, 0);
	int named = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct error err = ERROR_NONE;

	if (bind(own, &nameless, sizeof(nameless.sa_family)) < 0 ||
	    bind(named, &nameless, sizeof(nameless.sa_family)) < 0)
		abort();
	aim(peer, own);
	aim(named, own);
	struct stream *s = datagram_stream(own, &nobody, NULL);
	say(peer, "heard");
	hears(s, "heard", "a peer without a name");
	say(named, "not heard");
	hears_nothing(s, "another peer is a stranger");
	is_int(stream_write(s, "x", 1, &err), STREAM_ERROR,
	    "without a name there is no answer");
	is_int(err.kind, FAULT_UNREACHABLE, "the peer cannot be reached");
	is_text(
	    err.text, "cannot be answered: the peer has no address", "and why");
	stream_close(s);
	close(peer);
	close(named);
}

int main(void)
{
	test_boundaries();
	test_empty();
	test_strangers();
	test_end();
	test_cut();
	if (for_linux("the address that was asked"))
		test_own_address();
	test_nameless();
	return plan();
}
