/* SPDX-License-Identifier: MIT */
/* A connected stream or seqpacket socket as one end of a conversation, and what
 * only the kernel knows about it. */
#ifndef STREAM_SOCKET_H
#define STREAM_SOCKET_H

#include "stream/stream.h"

/* Makes a stream of a connected socket, which it then owns and sets
 * non-blocking. Errors of its functions are predicates, "reset by peer": the
 * caller knows of what. A seqpacket socket makes a stream of messages. */
struct stream *socket_stream(int fd, struct tap *tap);

/* The same for one that a listener has just accepted, non-blocking already,
 * whose address is of the family. */
struct stream *socket_stream_accepted(int fd, int family, struct tap *tap);

/*
 * Whether the peer's kernel has confirmed all we sent and our end of stream.
 * Returns 1; 0 if that is still to come (no event tells, so ask again); or -1
 * with FAULT_RESET if the peer has refused some of it. To be asked after
 * finish. A socket that cannot tell counts as delivered.
 */
int socket_delivered(int fd, struct error *err);

/* How many bytes the peer's kernel has not confirmed yet; 0 if the socket
 * cannot tell. */
int socket_unconfirmed(int fd);

/* Starts keepalive probes, one a second: a peer that has only shut down its
 * sending side answers them, one that is gone does not (tcp(7)). */
void socket_probe_peer(int fd, struct tap *tap);

/* The peer had ended its side and is now found gone, by poll's POLLERR or
 * POLLHUP. Returns 0 if it had taken all we sent, -1 with FAULT_RESET if
 * bytes of ours were lost with it. */
int socket_peer_gone(int fd, struct error *err);

/* "rtt 54.2 ms, 0 retransmits" of a TCP connection; "" of others. */
char *socket_report(int fd, char *buf, size_t size);

#endif
