/* SPDX-License-Identifier: MIT */
/* Telling observers of datagrams. */
#ifndef RELAY_DATAGRAM_TELL_H
#define RELAY_DATAGRAM_TELL_H

#include "net/datagram/datagram.h"

/* Tells of one that came to the socket, or was sent with it. It costs system
 * calls: only where tap_wants() TAP_DATAGRAM. */
void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d);

#endif
