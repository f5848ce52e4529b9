/* SPDX-License-Identifier: MIT */
/* Control messages of IPv6 packets, which all systems share (RFC 3542). */
#include "sys/socket/packet-info-6.h"

#include <netinet/in.h>
#include <string.h>

#include "sys/socket/packet-info.h"

/* For IPv4 by an IPv6 socket a system has messages of its own. */
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

void packet_info_6_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl)
{
	if (c->cmsg_type == IPV6_PKTINFO)
		read_target(CMSG_DATA(c), to, own);
	else if (c->cmsg_type == IPV6_HOPLIMIT)
		memcpy(ttl, CMSG_DATA(c), sizeof(*ttl));
}

void packet_info_6_set_source(
    struct msghdr *header, void *control, const struct address *own)
{
	const struct sockaddr_in6 *sin6 = (const void *)&own->storage;
	struct in6_pktinfo info = { .ipi6_addr = sin6->sin6_addr,
		.ipi6_ifindex = sin6->sin6_scope_id };

	packet_info_set(
	    header, control, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof(info));
}

void packet_info_set(struct msghdr *header, void *control, int level, int type,
    const void *info, size_t len)
{
	memset(control, 0, PACKET_INFO_SIZE);
	header->msg_control = control;
	header->msg_controllen = CMSG_SPACE(len);
	/* lint-deep: there is room for one, so that it is not NULL */
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	c->cmsg_level = level;
	c->cmsg_type = type;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(c), info, len);
}
