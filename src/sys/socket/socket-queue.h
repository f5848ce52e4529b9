/* SPDX-License-Identifier: MIT */
/* The queues of a socket in the kernel. */
#ifndef SYS_SOCKET_SOCKET_QUEUE_H
#define SYS_SOCKET_SOCKET_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/socket/address.h"

struct tcp_facts;

/* How many bytes the peer has not confirmed; 0 if that is not known. */
int socket_queue_unconfirmed(int fd);

/* The same for a TCP connection, without the FIN, which counts as a byte. */
uint64_t socket_queue_unconfirmed_bytes(int fd, const struct tcp_facts *tcp);

/* Whether the peer has ended, with or without bytes before that; false where
 * the system does not tell. A socket that cannot be asked has ended. */
bool socket_queue_has_ended(int fd);

/* Whether the peer has ended, and no bytes are left to be read. Where the
 * system does not tell, an empty message counts as the end. */
bool socket_queue_is_at_end(int fd);

/* Whether there are unread bytes: then close(2) resets the connection. */
bool socket_queue_has_unread(int fd);

/* How many datagrams were dropped because the queue was full. */
uint64_t socket_queue_dropped(int fd);

/* Takes the first error that the network has reported for a sent datagram, as
 * an errno; or 0. */
int socket_queue_take_error(int fd);

/* The same, with the addresses of that datagram; len 0: not known. from is only
 * known with the option IP_PKTINFO or IPV6_RECVPKTINFO, and has no port. */
int socket_queue_take_error_of(
    int fd, struct address *from, struct address *to);

/* Has the socket keep what ICMP says of what it sends: IP_RECVERR. */
void socket_queue_keep_errors(int fd, int family);

/* A message of ICMP: that what was sent has not arrived. */
struct socket_complaint {
	struct address from; /* who says so; len 0: there is no message */
	unsigned type, code; /* of ICMP, or of ICMPv6 for an IPv6 address */
};

/* Takes the first message that such a socket has kept. Returns whether there
 * was one. */
bool socket_queue_take_complaint(int fd, struct socket_complaint *out);

#endif
