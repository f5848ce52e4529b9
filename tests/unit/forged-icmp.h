/* SPDX-License-Identifier: MIT */
/* Messages of ICMP as routers send them. */
#ifndef UNIT_FORGED_ICMP_H
#define UNIT_FORGED_ICMP_H

#include <stdbool.h>

/* Says that a datagram from one UDP socket of this host to another is too long
 * for a link, as the router before that does (RFC 1191). Returns false without
 * the privilege to send that. The kernel remembers it for the address of peer.
 */
bool forge_too_long(int fd, int peer);

#endif
