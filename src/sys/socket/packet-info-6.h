/* SPDX-License-Identifier: MIT */
/* What the two forms of packet-info share; only for them. */
#ifndef SYS_SOCKET_PACKET_INFO_6_H
#define SYS_SOCKET_PACKET_INFO_6_H

#include <stddef.h>
#include <sys/socket.h>

#include "sys/socket/address.h"

/* packet_info_read() of a message of IPPROTO_IPV6. */
void packet_info_6_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl);

/* packet_info_set_source() of an IPv6 address. */
void packet_info_6_set_source(
    struct msghdr *header, void *control, const struct address *own);

/* Makes one message of the header, in control, which has PACKET_INFO_SIZE
 * bytes. */
void packet_info_set(struct msghdr *header, void *control, int level, int type,
    const void *info, size_t len);

#endif
