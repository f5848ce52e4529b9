/* SPDX-License-Identifier: MIT */
/* Telling observers of datagrams. */
#include "relay/datagram-tell.h"

/* The local address of the datagram: a socket may be bound to all addresses of
 * the host. */
static struct address local_of(
    enum tap_direction direction, int fd, const struct datagram *d)
{
	const struct address *known = direction == TAP_IN ? &d->to : &d->own;
	struct address bound = address_local(fd), local = *known;

	if (!known->len)
		return bound;
	address_set_port(&local, address_port(&bound));
	return local;
}

void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d)
{
	if (!tap_wants(tap, TAP_DATAGRAM)) /* addresses cost system calls */
		return;
	struct address local = local_of(direction, fd, d);
	bool is_connected = direction == TAP_OUT && !d->peer.len;
	struct address remote = is_connected ? address_remote(fd) : d->peer;
	struct tap_connection connection = {
		.transport =
		    tap_transport_of(local.storage.ss_family, SOCK_DGRAM),
		.local = local.len ? &local : NULL,
		.remote = remote.len ? &remote : NULL,
	};

	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_DATAGRAM,
			  .connection = &connection,
			  .data = { .direction = direction,
			      .bytes = d->bytes,
			      .len = d->len },
		      });
}
