/* SPDX-License-Identifier: MIT */
/* Datagrams: receiving them in batches, sending them one by one (recvmmsg(2),
 * sendmsg(2)). */
#ifndef NET_DATAGRAM_DATAGRAM_H
#define NET_DATAGRAM_DATAGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* The most messages that one call receives. */
#define DATAGRAM_BATCH 64

struct datagram {
	const unsigned char *bytes;
	size_t len;
	struct address peer; /* its sender or receiver; len 0: the one that
	                        the socket is connected to */
	struct address to;   /* where it was sent to; len 0: not known */
	struct address own;  /* the local address for an answer; len 0: the
	                        kernel chooses */
	int ttl;             /* when it was received; -1: not known */
	bool was_cut;        /* the room was too small */
};

/* Room for a batch of received datagrams. */
struct datagram_room;

/* For datagrams of up to size bytes, from sockets of one kind: either internet
 * or Unix. Observers are told of the calls. Freed with datagram_room_free(). */
struct datagram_room *datagram_room_new(size_t size, struct tap *tap);
void datagram_room_free(struct datagram_room *room);

/* From now on messages stay in the kernel when they are received (MSG_PEEK), so
 * that each call receives the same; limit has to be 1. */
void datagram_room_peek(struct datagram_room *room);

/* Receives at most limit messages: a datagram each, or several datagrams after
 * datagram_want_joined(). Returns how many, 0 if there are none now, or -1 with
 * err as by error_peer() if the network has reported an error. */
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

/* Has errors queued, also for sockets that are not connected. */
void datagram_want_errors(int fd, struct tap *tap);

/* Has the kernel join datagrams of equal length from one sender, which
 * datagram_next() separates (UDP_GRO, udp(7)). The size of the room has to be
 * 64 KiB. Returns whether the kernel can do that. */
bool datagram_want_joined(int fd, struct tap *tap);

/* Has the members to, own and ttl set. */
void datagram_want_details(int fd, struct tap *tap);

#endif
