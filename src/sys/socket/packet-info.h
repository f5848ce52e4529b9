/* SPDX-License-Identifier: MIT */
/* Control messages of packets: ip(7), ipv6(7), udp(7). Where a system has no
 * such messages, nothing is read. */
#ifndef SYS_SOCKET_PACKET_INFO_H
#define SYS_SOCKET_PACKET_INFO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "sys/socket/address.h"

/* Room for the destination, the TTL, of either family, and UDP_GRO. */
#define PACKET_INFO_SIZE 128

/* Reads from a control message of a received datagram the address that it was
 * sent to, the local address for an answer, or the TTL. Values that are not in
 * the message are left as they are. */
void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl);

/* Reads how long the datagrams are that have come as one message (UDP_GRO). */
void packet_info_read_segment(const struct cmsghdr *c, size_t *segment);

/* Has a message sent as datagrams of this size: system_option_has_segments().
 * control has PACKET_INFO_SEGMENT bytes, as below. */
#define PACKET_INFO_SEGMENT CMSG_SPACE(sizeof(uint16_t))
void packet_info_set_segment(struct msghdr *header, void *control, size_t size);

/* Sets the local address that a datagram is sent from. control has
 * PACKET_INFO_SIZE bytes, aligned as struct cmsghdr, and lives as long as the
 * header. */
void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own);

#endif
