/* SPDX-License-Identifier: MIT */
/* Many datagrams to one receiver, sent by few calls. */
#ifndef NET_DATAGRAM_DATAGRAM_ROW_H
#define NET_DATAGRAM_DATAGRAM_ROW_H

#include <stddef.h>
#include <sys/uio.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* The most datagrams that one call takes. */
#define DATAGRAM_ROW 256

/* A socket and the receiver. */
struct datagram_route {
	int fd;
	const struct address *to; /* len 0: the socket is connected */
	struct tap *tap;          /* is told of the calls */
	size_t longest_segment;   /* that the kernel can cut off; 0: none */
};

/* The address stays the caller's. */
void datagram_route_init(struct datagram_route *route, int fd,
    const struct address *to, struct tap *tap);

/* Sends each piece as a datagram. Successive pieces of equal length are one
 * message if possible, which the kernel or the network card cuts (UDP_SEGMENT,
 * udp(7)). Returns how many datagrams were taken, or as datagram_send(). */
int datagram_send_row(struct datagram_route *route, const struct iovec *pieces,
    size_t count, struct error *err);

#endif
