/* SPDX-License-Identifier: MIT */
/* Datagrams in batches, whole and in order (sendmmsg(2), recvmmsg(2)). */
#ifndef NET_DATAGRAM_DATAGRAM_H
#define NET_DATAGRAM_DATAGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "sys/address.h"
#include "tap/tap.h"

/* How many messages are received with one call at most. */
#define DATAGRAM_BATCH 64

struct datagram {
	const unsigned char *bytes;
	size_t len;
	struct address peer; /* who sent it, or where it goes; len 0: where
	                        the socket is connected to */
	struct address to;   /* the address it came to; len 0: not known */
	struct address own;  /* the one of ours that an answer is to come
	                        from; len 0: whichever the kernel takes */
	int ttl;             /* hops it had left; -1: not known */
	bool was_cut;        /* it was longer than there was room */
};

/* Room for a batch that is received. */
struct datagram_room;

/* For datagrams of up to size bytes, from sockets of one kind: either internet
 * or Unix. Observers are told of the calls. Freed with datagram_room_free(). */
struct datagram_room *datagram_room_new(size_t size, struct tap *tap);
void datagram_room_free(struct datagram_room *room);

/* From now on messages stay in the kernel when they are received, so that the
 * first one is received again and again (MSG_PEEK): limit is 1 then. */
void datagram_room_peek(struct datagram_room *room);

/* Takes at most limit messages that are there: a datagram each, or several if
 * datagram_want_joined() was called. Returns how many, 0 if there are none now,
 * or -1 with the kind that sysno_fault() names when the network has reported an
 * error instead (the text is a predicate). */
int datagram_receive(
    int fd, struct datagram_room *room, size_t limit, struct error *err);

/* The next of the datagrams that were received, or NULL. Valid until the next
 * call; its bytes until the next datagram_receive(). */
const struct datagram *datagram_next(struct datagram_room *room);

/* Sends one. Returns 1, or 0 if there is no room now, or -1 as
 * datagram_receive(): it was not taken, or an earlier one was refused. */
int datagram_send(
    int fd, const struct datagram *d, struct tap *tap, struct error *err);

/* What datagram_send() returns if a call to send has failed with errno. */
int datagram_not_sent(struct error *err);

/* Tells observers of a call to send, unless its result is "not now". */
void datagram_tell_sent(struct tap *tap, const struct tap_data_call *call,
    ssize_t result, uint64_t bytes);

/* Asks the socket for errors that came back for what was sent, without
 * waiting. Returns 0 if there are none, or -1 as datagram_receive(). */
int datagram_check_errors(int fd, struct error *err);

/* Wants errors to be queued, also those of sockets that are not connected. */
void datagram_want_errors(int fd, struct tap *tap);

/* Lets the kernel join datagrams of equal length from one sender, which
 * datagram_next() takes apart (UDP_GRO, udp(7)). The room must be for 64 KiB;
 * the limit of datagram_receive() then counts messages of many datagrams.
 * Returns whether the kernel can. */
bool datagram_want_joined(int fd, struct tap *tap);

/* Wants the members to, own and ttl to be known. */
void datagram_want_details(int fd, struct tap *tap);

#endif
