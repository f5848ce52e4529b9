/* SPDX-License-Identifier: MIT */
/* What the kernel tells, or is told, of a packet beside its bytes: ip(7),
 * ipv6(7), IP_PKTINFO. */
#ifndef SYS_PACKET_INFO_H
#define SYS_PACKET_INFO_H

#include <sys/socket.h>

#include "sys/address.h"

/* Room for the destination, the TTL, of either family, and UDP_GRO. */
#define PACKET_INFO_SIZE 128

/* Reads from a control message of a received datagram the address that it came
 * to, the one of ours that an answer is to come from, or the hops that it had
 * left. What the message does not tell is left as it is. */
void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl);

/* Has a datagram sent from one of our addresses. control has PACKET_INFO_SIZE
 * bytes, aligned as struct cmsghdr, and lives as long as the header. */
void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own);

#endif
