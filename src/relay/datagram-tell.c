/* SPDX-License-Identifier: MIT */
/* Telling observers of the bytes of datagrams. */
#include "relay/datagram-tell.h"

bool datagram_tell_wanted(const struct tap *tap)
{
	return tap_wants(tap, TAP_DATA) || tap_wants(tap, TAP_DATAGRAM);
}

void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d)
{
	struct address local = address_local(fd);
	bool is_connected = direction == TAP_OUT && !d->peer.len;
	struct address remote = is_connected ? address_remote(fd) : d->peer;
	struct tap_connection connection = {
		.transport =
		    tap_transport_of(local.storage.ss_family, SOCK_DGRAM),
		.local = local.len ? &local : NULL,
		.remote = remote.len ? &remote : NULL,
	};

	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_DATA,
			  .connection = &connection,
			  .data = { direction, d->bytes, d->len },
		      });
	if (direction == TAP_IN)
		tap_tell(tap, &(struct tap_event){
				  .kind = TAP_DATAGRAM,
				  .connection = &connection,
				  .size = d->len,
			      });
}
