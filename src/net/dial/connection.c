/* SPDX-License-Identifier: MIT */
/* A connection that was dialled. */
#include "net/dial/connection.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stream/datagram.h"
#include "stream/socket.h"
#include "sys/socket/credentials.h"

char *connection_peer(char buf[CONNECTION_PEER], const struct connection *c)
{
	char address[ADDRESS_TEXT];

	snprintf(buf, CONNECTION_PEER, "%s",
	    c->behind ? c->behind : address_text(address, &c->remote));
	return buf;
}

/* A Unix socket has no local address, but credentials of the peer, unless it is
 * for datagrams. What is no socket has neither. */
static void tell(const struct connection *c, struct tap *tap)
{
	bool is_unix = address_family(&c->remote) == AF_UNIX;
	struct address local = address_local(c->fd);
	struct credentials peer = { 0 };
	struct tap_connection connection = {
		.id = c->number,
		.transport = tap_transport_of_socket(
		    c->fd, c->remote.storage.ss_family, c->type),
		.is_dialled = true,
		.local = is_unix || !local.len ? NULL : &local,
		.remote = &c->remote,
		.peer = is_unix && c->type != SOCK_DGRAM ? &peer : NULL,
	};
	char text[ADDRESS_TEXT];

	if (connection.peer)
		peer = credentials_of_peer(c->fd);
	if (!is_unix && c->fd >= 0)
		tap_call(tap, 0, "the local address that the kernel chose",
		    "getsockname(%d, %s)", c->fd, address_text(text, &local));
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_CONNECTED,
			  .connection = &connection,
			  .took_us = c->duration_us,
		      });
}

void connection_tell(const struct connection *c, struct tap *tap)
{
	if (tap_wants(tap, TAP_CONNECTED) || tap_wants(tap, TAP_CALL))
		tell(c, tap);
}

bool connection_is_open(const struct connection *c)
{
	return c->fd >= 0 || c->stream;
}

void connection_close(const struct connection *c)
{
	struct child child = c->child;

	if (c->stream)
		stream_close(c->stream);
	else if (c->fd >= 0)
		close(c->fd);
	child_end(&child);
}

struct stream *connection_stream(const struct connection *c, struct tap *tap)
{
	if (c->stream)
		return c->stream; /* told when it was made */
	connection_tell(c, tap);
	if (c->type == SOCK_DGRAM)
		return datagram_stream(c->fd, NULL, tap);
	struct stream *stream =
	    c->connects_late ? socket_stream(c->fd, tap)
			     : socket_stream_connected(c->fd, c->type, tap);
	stream->is_sole = true;
	if (c->was_reset)
		socket_note_reset(stream);
	return stream;
}
