/* SPDX-License-Identifier: MIT */
/* A connected stream or seqpacket socket as one end of a conversation. */
#ifndef STREAM_SOCKET_H
#define STREAM_SOCKET_H

#include "stream/stream.h"

/* Makes a stream of a connected socket, which it then owns and sets
 * non-blocking. Errors are predicates of the connection, such as "reset by
 * peer". The stream of a seqpacket socket carries messages. */
struct stream *socket_stream(int fd, struct tap *tap);

/* The same for an accepted socket, which is non-blocking already, and whose
 * address is of the family. */
struct stream *socket_stream_accepted(int fd, int family, struct tap *tap);

/* The same for a socket of that type that has been connected, not by TCP fast
 * open, and is non-blocking already. */
struct stream *socket_stream_connected(int fd, int type, struct tap *tap);

/* Notes a reset that the kernel has reported, which it does only once: reads
 * then end with it, after the bytes that the peer has sent before. */
void socket_note_reset(struct stream *s);

/* Takes the pending error of the socket (SO_ERROR); 0: there is none. */
int socket_take_error(int fd);

#endif
