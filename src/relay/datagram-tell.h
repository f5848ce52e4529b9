/* SPDX-License-Identifier: MIT */
/* Telling observers of the bytes of datagrams. */
#ifndef RELAY_DATAGRAM_TELL_H
#define RELAY_DATAGRAM_TELL_H

#include "net/datagram/datagram.h"

/* Whether an observer wants each datagram. */
bool datagram_tell_wanted(const struct tap *tap);

/* Tells of one that came to the socket, or was sent with it. */
void datagram_tell(struct tap *tap, enum tap_direction direction, int fd,
    const struct datagram *d);

#endif
