/* SPDX-License-Identifier: MIT */
/* Many datagrams to one receiver, by as few calls as there can be. */
#ifndef NET_DATAGRAM_DATAGRAM_ROW_H
#define NET_DATAGRAM_DATAGRAM_ROW_H

#include <stddef.h>
#include <sys/uio.h>

#include "base/error.h"
#include "sys/address.h"
#include "tap/tap.h"

/* How many are taken by one call at most. */
#define DATAGRAM_ROW 256

/* A socket and the receiver. */
struct datagram_route {
	int fd;
	const struct address *to; /* len 0: where the socket is connected to */
	struct tap *tap;          /* is told of the calls */
	size_t longest_segment;   /* that is left to the kernel; 0: none */
};

/* The address stays the caller's. */
void datagram_route_init(struct datagram_route *route, int fd,
    const struct address *to, struct tap *tap);

/* Sends a datagram for each of the pieces; those of equal length one after the
 * other as one message, which the kernel or the network card cuts (UDP_SEGMENT,
 * udp(7)), where that is possible. Returns how many datagrams were taken, or
 * as datagram_send(). */
int datagram_send_row(struct datagram_route *route, const struct iovec *pieces,
    size_t count, struct error *err);

#endif
