/* SPDX-License-Identifier: MIT */
/* A socket of datagrams, of UDP or a Unix socket, as one end of a conversation.
 */
#ifndef STREAM_DATAGRAM_H
#define STREAM_DATAGRAM_H

#include "base/clock.h"
#include "stream/stream.h"
#include "sys/socket/address.h"

/* The most that a datagram can carry over UDP and IPv4. */
#define DATAGRAM_LONGEST 65507

/* No event tells that a device that was out of buffers has room again: the time
 * before the next try, and for how long it is tried. */
#define DATAGRAM_FULL_PAUSE (CLOCK_SECOND / 1000)
#define DATAGRAM_FULL_LIMIT (5 * CLOCK_SECOND)

/* A result of a read: an empty datagram has come. */
#define DATAGRAM_EMPTY (-4)

/* The ends of a socket that is not connected. */
struct datagram_ends {
	struct address peer;
	struct address own; /* the source of answers; len 0: as the kernel
	                       chooses */
};

/*
 * Makes a stream of a non-blocking socket, which it then owns. The socket is
 * connected, and ends is NULL, or it is not, and has these ends. Datagrams of
 * other senders than the peer are discarded, such as those that came before the
 * socket was connected. All Unix sockets without a name count as one peer,
 * which cannot be answered. There is no end of stream: reads return it only
 * after cut, and finish does nothing. Errors are predicates; those of the
 * network (ICMP) have the kind of sysno_fault().
 */
struct stream *datagram_stream(
    int fd, const struct datagram_ends *ends, struct tap *tap);

/* Sets the predicate of a conversation by datagrams that failed with an errno:
 * of a call, or reported by the network. Returns -1. */
int datagram_fail(struct error *err, int sysno, bool is_unix);

/* Fails because one datagram cannot have len bytes, or because the device has
 * had no room for one of them for DATAGRAM_FULL_LIMIT. Both return -1. */
int datagram_fail_long(struct error *err, size_t len);
int datagram_fail_full(struct error *err, size_t len);

/* Warns observers of datagrams that the kernel has dropped; 0: says nothing. */
void datagram_tell_dropped(uint64_t count, struct tap *tap);

#endif
