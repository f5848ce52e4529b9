/* SPDX-License-Identifier: MIT */
/* A connection that was dialled. */
#ifndef NET_DIAL_CONNECTION_H
#define NET_DIAL_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "stream/stream.h"
#include "sys/process/child.h"
#include "sys/socket/address.h"

struct connection {
	int fd;   /* non-blocking, close-on-exec; -1: there is no socket */
	int type; /* SOCK_STREAM ... */
	struct address remote;
	bool connects_late; /* with the first write: TCP fast open */
	bool was_reset;     /* by the peer, just after the handshake */
	/* Over the socket, or of an end that has none; NULL: not made so far */
	struct stream *stream;
	/* The program behind the stream, which the owner of the connection has
	 * to watch; pid 0: there is none. */
	struct child child;
	const char *program; /* its name; stays as long as the dial's context */
	const char *behind;  /* the target that proxies lead to; or NULL */
	/* From right before connect(2) to its answer; of a dial that has
	 * failed, to the failure, if remote is set: the address that decides.
	 */
	int64_t duration_us;
	int64_t lookup_us; /* of the name; 0: none was looked up */
	int64_t layers_us; /* of all handshakes over the connection */
	unsigned number;   /* of several, for observers; 0: it is alone */
};

/* Room for the name of a host with its port. */
#define CONNECTION_PEER 320

/* The peer, for messages: the target behind proxies, or the address. Returns
 * buf. */
char *connection_peer(char buf[CONNECTION_PEER], const struct connection *c);

/* Whether there is one: a socket, or a stream without one. */
bool connection_is_open(const struct connection *c);

/* Tells observers of the connection (TAP_CONNECTED). */
void connection_tell(const struct connection *c, struct tap *tap);

/* The stream of the connection, which owns the socket. */
struct stream *connection_stream(const struct connection *c, struct tap *tap);

/* Closes the stream, or the socket if there is none, and ends the program. */
void connection_close(const struct connection *c);

#endif
