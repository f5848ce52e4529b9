/* SPDX-License-Identifier: MIT */
/* A socket of datagrams as one end of a conversation: what goes wrong. */
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "datagram-pair.h"
#include "forged-icmp.h"
#include "tap.h"

/* A peer that is connected to another one has the port, and refuses. */
static struct pair open_refused(void)
{
	int own = open_bound(INADDR_LOOPBACK),
	    peer = open_bound(INADDR_LOOPBACK);

	aim(own, peer);
	aim(peer, peer);
	return (struct pair){ peer, datagram_stream(own, NULL, NULL) };
}

static void is_refusal(const struct error *err, const char *what)
{
	is_int(err->kind, FAULT_REFUSED, "%s: a refusal", what);
	is_text(err->text, "refused", "%s: a predicate", what);
	is_int(
	    err->hint.code, HINT_DATAGRAM_PORT_DEAF, "%s: with a hint", what);
}

static void test_refusal(void)
{
	struct pair p = open_refused();
	struct error err = ERROR_NONE;
	char byte;

	is_int(stream_write(p.stream, "x", 1, &err), 1, "it can be sent");
	is_int(stream_read(p.stream, &byte, 1, &err), STREAM_ERROR,
	    "and the next read fails");
	is_refusal(&err, "a read");
	stream_write(p.stream, "x", 1, &err);
	err = (struct error)ERROR_NONE;
	is_int(stream_write(p.stream, "x", 1, &err), STREAM_ERROR,
	    "or the next write");
	is_refusal(&err, "a write");
	close_pair(&p);
}

/* What came before a refusal can be read still. */
static void test_refusal_behind(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	int other = open_bound(INADDR_LOOPBACK);
	char byte;

	say(p.peer, "before");
	aim(p.peer, other);
	stream_write(p.stream, "x", 1, &err);
	ok(!stream_is_pending(p.stream), "nothing is known of a refusal");
	hears(p.stream, "before", "what came before a refusal");
	ok(stream_is_pending(p.stream), "then it is known");
	is_int(stream_read(p.stream, &byte, 1, &err), STREAM_ERROR,
	    "and comes last");
	is_refusal(&err, "behind it");
	close(other);
	close_pair(&p);
}

/* After the end of the input, which no datagram tells. */
static void test_refusal_at_end(void)
{
	struct pair p = open_refused();
	struct error err = ERROR_NONE;
	int unconfirmed = 1;

	stream_write(p.stream, "x", 1, &err);
	is_int(p.stream->ops->delivered(p.stream, &unconfirmed, &err), -1,
	    "a refusal that has come back is found at the end");
	is_refusal(&err, "at the end");
	close_pair(&p);
}

static void test_length(void)
{
	struct pair p = open_pair();
	struct error err = ERROR_NONE;
	size_t most = DATAGRAM_LONGEST;
	char *bytes = xcalloc(1, most + 1);

	is_int(stream_write(p.stream, bytes, most + 1, &err), STREAM_ERROR,
	    "a datagram that is too long is not cut");
	is_int(err.kind, FAULT_IO, "it is an error of this side");
	is_text(err.text, "cannot send 65508 bytes as one datagram: too long",
	    "which says how long");
	is_int(err.hint.number, 65507, "and how long it could be");
	is_int(stream_write(p.stream, bytes, most, &err), (long long)most,
	    "the longest goes");
	is_int(recv(p.peer, bytes, most + 1, 0), (long long)most,
	    "and comes whole");
	say(p.peer, "long");
	is_int(stream_read(p.stream, bytes, 3, &err), STREAM_ERROR,
	    "one for which there is no room is not cut either");
	ok(err.is_of_peer, "the peer is the cause");
	has_text(err.text, "4 bytes", "how long it was");
	free(bytes);
	close_pair(&p);
}

/* The datagram that is lost is an earlier one than that which is sent. The
 * kernel remembers the limit, so that the address is one that is not used. */
static void test_too_long_for_a_link(void)
{
	static const char why[] =
	    "lost: a datagram was too long for a link on the way";
	int own = open_bound(INADDR_LOOPBACK), peer = open_bound(0x7F090909);
	struct error err = ERROR_NONE;
	char byte;

	aim(own, peer);
	struct pair p = { peer, datagram_stream(own, NULL, NULL) };
	stream_write(p.stream, "x", 1, &err);
	if (!forge_too_long(own, peer)) {
		ok(true, "too long for a link # SKIP not permitted");
		close_pair(&p);
		return;
	}
	is_int(stream_write(p.stream, "y", 1, &err), STREAM_ERROR,
	    "what is too long for a link on the way is an error");
	is_text(err.text, why, "which says so");
	is_int(err.kind, FAULT_RESET, "it is lost");
	forge_too_long(own, peer);
	err = (struct error)ERROR_NONE;
	stream_read(p.stream, &byte, 1, &err);
	is_text(err.text, why, "a read says the same");
	close_pair(&p);
}

/* Poll says that a socket that is not connected can send, whether or not the
 * one that it sends to can take more. */
static void test_full_peer(void)
{
	struct sockaddr nameless = { .sa_family = AF_UNIX };
	int own = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int peer = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct error err = ERROR_NONE;
	char byte;

	if (bind(peer, &nameless, sizeof(nameless.sa_family)) < 0)
		abort();
	struct datagram_ends ends = { .peer = address_local(peer) };
	struct stream *s = datagram_stream(own, &ends, NULL);
	ssize_t n = 1;
	for (int i = 0; i < 100000 && n > 0; i++)
		n = stream_write(s, "x", 1, &err);
	is_int(n, STREAM_AGAIN, "a peer that does not read");
	ok(s->write_fd != s->read_fd && s->write_events == POLLIN,
	    "is tried again after a time");
	is_int(recv(peer, &byte, 1, 0), 1, "when it has read");
	is_int(stream_write(s, "x", 1, &err), 1, "there is room again");
	is_int(s->write_fd, s->read_fd, "and nothing to wait for");
	stream_close(s);
	close(peer);
}

int main(void)
{
	test_refusal();
	test_refusal_behind();
	test_refusal_at_end();
	test_length();
	test_too_long_for_a_link();
	test_full_peer();
	return plan();
}
