/* SPDX-License-Identifier: MIT */
/* Answers that would be answered, without an end: who has sent a datagram can
 * be forged. */
#ifndef NET_DATAGRAM_REFLECTION_H
#define NET_DATAGRAM_REFLECTION_H

#include <stdbool.h>

#include "sys/address.h"

/* Whether what the socket sends to this peer would come back to the socket
 * itself, or go to a service that answers whatever comes. Also if the peer has
 * port 0, to which nothing can be sent. */
bool reflection_follows(int fd, const struct address *peer);

#endif
