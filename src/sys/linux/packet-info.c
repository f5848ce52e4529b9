/* SPDX-License-Identifier: MIT */
/* Control messages of packets. */
#include "sys/socket/packet-info.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>

static void read_target_4(
    const void *data, struct address *to, struct address *own)
{
	const struct in_pktinfo *info = data;
	struct sockaddr_in target = { .sin_family = AF_INET,
		.sin_addr = info->ipi_addr };
	struct sockaddr_in source = { .sin_family = AF_INET,
		.sin_addr = info->ipi_spec_dst };

	memcpy(&to->storage, &target, sizeof(target));
	memcpy(&own->storage, &source, sizeof(source));
	to->len = own->len = sizeof(target);
}

/* For IPv4 by an IPv6 socket there is also IP_PKTINFO, which tells more. */
static void read_target_6(
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
	bool is_4 = c->cmsg_level == IPPROTO_IP;
	bool is_6 = c->cmsg_level == IPPROTO_IPV6;
	const void *data = CMSG_DATA(c);

	if (is_4 && c->cmsg_type == IP_PKTINFO)
		read_target_4(data, to, own);
	else if (is_6 && c->cmsg_type == IPV6_PKTINFO)
		read_target_6(data, to, own);
	else if ((is_4 && c->cmsg_type == IP_TTL) ||
		 (is_6 && c->cmsg_type == IPV6_HOPLIMIT))
		memcpy(ttl, data, sizeof(*ttl));
}

void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own)
{
	const struct sockaddr_in *sin = (const void *)&own->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&own->storage;
	bool is_6 = own->storage.ss_family == AF_INET6;
	struct in_pktinfo info = { .ipi_spec_dst = sin->sin_addr };
	struct in6_pktinfo info6 = { .ipi6_addr = sin6->sin6_addr,
		.ipi6_ifindex = sin6->sin6_scope_id };
	size_t len = is_6 ? sizeof(info6) : sizeof(info);

	memset(control, 0, PACKET_INFO_SIZE);
	header->msg_control = control;
	header->msg_controllen = CMSG_SPACE(len);
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	c->cmsg_level = is_6 ? IPPROTO_IPV6 : IPPROTO_IP;
	c->cmsg_type = is_6 ? IPV6_PKTINFO : IP_PKTINFO;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(c), is_6 ? (const void *)&info6 : (void *)&info, len);
}

void packet_info_read_segment(const struct cmsghdr *c, size_t *segment)
{
	int size;

	if (c->cmsg_level != IPPROTO_UDP || c->cmsg_type != UDP_GRO)
		return;
	memcpy(&size, CMSG_DATA(c), sizeof(size));
	*segment = (size_t)size;
}

void packet_info_set_segment(struct msghdr *header, void *control, size_t size)
{
	uint16_t value = (uint16_t)size;

	header->msg_control = control;
	header->msg_controllen = CMSG_LEN(sizeof(value));
	struct cmsghdr *c = CMSG_FIRSTHDR(header);
	c->cmsg_level = IPPROTO_UDP;
	c->cmsg_type = UDP_SEGMENT;
	c->cmsg_len = CMSG_LEN(sizeof(value));
	memcpy(CMSG_DATA(c), &value, sizeof(value));
}
