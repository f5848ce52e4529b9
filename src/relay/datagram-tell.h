/* SPDX-License-Identifier: MIT */
/* Telling observers of datagrams. */
#ifndef RELAY_DATAGRAM_TELL_H
#define RELAY_DATAGRAM_TELL_H

#include "net/datagram/datagram.h"

/* Tells observers that want it a datagram that was received or sent by the
 * socket. */
void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d);

#endif
