/* SPDX-License-Identifier: MIT */
/* Telling observers of datagrams. */
#ifndef RELAY_DATAGRAM_TELL_H
#define RELAY_DATAGRAM_TELL_H

#include "net/datagram/datagram.h"

/* Tells observers of a datagram that the socket has received or sent. */
void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d);

#endif
