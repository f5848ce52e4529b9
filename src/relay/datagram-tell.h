/* SPDX-License-Identifier: MIT */
/* Telling observers of datagrams. */
#ifndef RELAY_DATAGRAM_TELL_H
#define RELAY_DATAGRAM_TELL_H

#include "net/datagram/datagram.h"

/* Tells those that want TAP_DATAGRAM of one that has come to the socket, or was
 * sent with it. */
void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d);

#endif
