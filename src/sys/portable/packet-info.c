/* SPDX-License-Identifier: MIT */
/* Control messages of packets: those of IPv6 (RFC 3542). For IPv4 each system
 * has others. */
#include "sys/socket/packet-info.h"

#include <netinet/in.h>
#include <string.h>

static void read_target(
    const void *data, struct address *to, struct address *own)
{
	const struct in6_pktinfo *info = data;
	struct sockaddr_in6 target = { .sin6_family = AF_INET6,
		.sin6_addr = info->ipi6_addr };

	if (IN6_IS_ADDR_V4MAPPED(&info->ipi6_addr))
		return;
	if (IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr))
		target.sin6_scope_id = info->ipi6_ifindex;
	memcpy(&to->storage, &target, sizeof(target));
	to->len = sizeof(target);
	if (!IN6_IS_ADDR_MULTICAST(&info->ipi6_addr))
		*own = *to;
}

void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl)
{
	if (c->cmsg_level != IPPROTO_IPV6)
		return;
	if (c->cmsg_type == IPV6_PKTINFO)
		read_target(CMSG_DATA(c), to, own);
	else if (c->cmsg_type == IPV6_HOPLIMIT)
		memcpy(ttl, CMSG_DATA(c), sizeof(*ttl));
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
	const struct sockaddr_in6 *sin6 = (const void *)&own->storage;
	struct in6_pktinfo info = { .ipi6_addr = sin6->sin6_addr,
		.ipi6_ifindex = sin6->sin6_scope_id };

	if (own->storage.ss_family != AF_INET6)
		return;
	memset(control, 0, PACKET_INFO_SIZE);
	header->msg_control = control;
	header->msg_controllen = CMSG_SPACE(sizeof(info));
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	c->cmsg_level = IPPROTO_IPV6;
	c->cmsg_type = IPV6_PKTINFO;
	c->cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(c), &info, sizeof(info));
}
