/* SPDX-License-Identifier: MIT */
/* A socket of datagrams, of UDP or a Unix socket, as one end of a conversation.
 */
#ifndef STREAM_DATAGRAM_H
#define STREAM_DATAGRAM_H

#include "base/clock.h"
#include "stream/stream.h"
#include "sys/address.h"

/* The most that a datagram can carry over UDP and IPv4. */
#define DATAGRAM_LONGEST 65507

/* No event tells that a device that was out of buffers has room again: the time
 * before the next try, and for how long it is tried. */
#define DATAGRAM_FULL_PAUSE (CLOCK_SECOND / 1000)
#define DATAGRAM_FULL_LIMIT (5 * CLOCK_SECOND)

/* Whom a socket talks to that is not connected. */
struct datagram_ends {
	struct address peer;
	struct address own; /* the one of ours that answers come from; len 0:
	                       whichever the kernel takes */
};

/*
 * Makes a stream of a non-blocking socket, which it then owns: a connected one,
 * or one that is not, with its ends. Only datagrams of the peer are read, and
 * others thrown away, such as those that came before the socket was connected.
 * Unix sockets without a name are one peer, which cannot be answered. An empty
 * datagram moves nothing. There is no end of stream, neither to be read, except
 * after cut, nor to be told: finish does nothing. Errors are predicates; those
 * of the network (ICMP) have the kind that peer_fault() says.
 */
struct stream *datagram_stream(
    int fd, const struct datagram_ends *ends, struct tap *tap);

#endif
