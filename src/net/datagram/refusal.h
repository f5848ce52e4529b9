/* SPDX-License-Identifier: MIT */
/* Refusing a datagram in the name of the kernel, which does so only for ports
 * that no socket has. */
#ifndef NET_DATAGRAM_REFUSAL_H
#define NET_DATAGRAM_REFUSAL_H

#include <stdbool.h>

#include "sys/socket/address.h"
#include "tap/tap.h"

/* Tells the sender of a datagram by ICMP that the port to which it has sent is
 * unreachable (RFC 792; RFC 4443, 3.1), so that a call on its socket fails. to
 * is the address to which the datagram was sent. Needs the privilege to open
 * raw sockets (raw(7)). Returns whether it was sent. */
bool refusal_send(
    const struct address *sender, const struct address *to, struct tap *tap);

#endif
