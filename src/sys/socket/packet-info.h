/* SPDX-License-Identifier: MIT */
/* Control messages of packets: ip(7), ipv6(7), IP_PKTINFO. */
#ifndef SYS_SOCKET_PACKET_INFO_H
#define SYS_SOCKET_PACKET_INFO_H

#include <sys/socket.h>

#include "sys/socket/address.h"

/* Room for the destination, the TTL, of either family, and UDP_GRO. */
#define PACKET_INFO_SIZE 128

/* Reads from a control message of a received datagram the address that it was
 * sent to, the local address for an answer, or the TTL. Values that are not in
 * the message are left as they are. */
void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl);

/* Sets the local address that a datagram is sent from. control has
 * PACKET_INFO_SIZE bytes, aligned as struct cmsghdr, and lives as long as the
 * header. */
void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own);

#endif
