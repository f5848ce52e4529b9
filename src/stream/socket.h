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

/* The peer has reset the connection, and the kernel tells so but once: reading
 * ends with it, after what the peer has sent before. */
void socket_note_reset(struct stream *s);

#endif
