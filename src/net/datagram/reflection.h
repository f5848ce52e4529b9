/* SPDX-License-Identifier: MIT */
/* Endless exchanges of answers, which a datagram with a forged sender can
 * cause. */
#ifndef NET_DATAGRAM_REFLECTION_H
#define NET_DATAGRAM_REFLECTION_H

#include <stdbool.h>

#include "sys/socket/address.h"

/* Whether a datagram to this peer would come back to the socket itself, or go
 * to a service that answers any datagram; also if it cannot be sent, to port 0.
 */
bool reflection_follows(int fd, const struct address *peer);

/* Whether what is sent to an address, or connects to it, comes to a socket that
 * is bound to local. */
bool reflection_meets(const struct address *local, const struct address *to);

#endif
