/* SPDX-License-Identifier: MIT */
/* A connection that was dialled: what is told of it, and a stream of it. */
#include "net/connection.h"

#include <stdio.h>
#include <sys/socket.h>

#include "stream/socket.h"
#include "sys/credentials.h"

static void tell(const struct connection *c, const char *local,
    const char *remote, struct tap *tap)
{
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_CONNECTED,
			  .conn = 1,
			  .local = local,
			  .remote = remote,
			  .duration_us = c->duration_us,
		      });
}

/* A Unix socket has no address of its own, but its peer an owner, unless it is
 * for datagrams. */
static void tell_unix(const struct connection *c, struct tap *tap)
{
	struct credentials peer = credentials_of_peer(c->fd);
	char where[ADDRESS_TEXT], text[CREDENTIALS_TEXT];
	char remote[sizeof(where) + sizeof(text) + 4];

	address_text(where, &c->remote);
	snprintf(remote, sizeof(remote), "%s (%s)", where,
	    credentials_text(text, &peer));
	tell(c, NULL, c->type == SOCK_DGRAM ? where : remote, tap);
}

void connection_tell(const struct connection *c, struct tap *tap)
{
	char local_text[ADDRESS_TEXT], remote_text[ADDRESS_TEXT];

	if (address_family(&c->remote) == AF_UNIX) {
		tell_unix(c, tap);
		return;
	}
	struct address local = address_local(c->fd);
	address_text(local_text, &local);
	tap_call(tap, 0, "the local address that the kernel chose",
	    "getsockname(%d, %s)", c->fd, local_text);
	tell(c, local_text, address_text(remote_text, &c->remote), tap);
}

struct stream *connection_stream(const struct connection *c, struct tap *tap)
{
	connection_tell(c, tap);
	struct stream *stream = socket_stream(c->fd, tap);
	if (c->was_reset)
		socket_note_reset(stream);
	return stream;
}
