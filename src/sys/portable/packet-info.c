/* SPDX-License-Identifier: MIT */
/* Control messages of packets: those of IPv6 only. For IPv4 each system has
 * others. */
#include "sys/socket/packet-info.h"

#include <netinet/in.h>

#include "sys/socket/packet-info-6.h"

void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl)
{
	if (c->cmsg_level == IPPROTO_IPV6)
		packet_info_6_read(c, to, own, ttl);
}

void packet_info_read_segment(const struct cmsghdr *c, size_t *segment)
{
}

/* Nobody has segments: system_option_has_segments(). */
void packet_info_set_segment(struct msghdr *header, void *control, size_t size)
{
}

void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own)
{
	if (own->storage.ss_family == AF_INET6)
		packet_info_6_set_source(header, control, own);
}
