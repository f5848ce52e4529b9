/* SPDX-License-Identifier: MIT */
/* Control messages of packets. */
#include "sys/socket/packet-info.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>

#include "sys/socket/packet-info-6.h"

/* For IPv4 by an IPv6 socket, too: it tells more than IPV6_PKTINFO. */
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

void packet_info_read(
    const struct cmsghdr *c, struct address *to, struct address *own, int *ttl)
{
	const void *data = CMSG_DATA(c);

	if (c->cmsg_level == IPPROTO_IPV6)
		packet_info_6_read(c, to, own, ttl);
	else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO)
		read_target_4(data, to, own);
	else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL)
		memcpy(ttl, data, sizeof(*ttl));
}

void packet_info_set_source(
    struct msghdr *header, void *control, const struct address *own)
{
	const struct sockaddr_in *sin = (const void *)&own->storage;
	struct in_pktinfo info = { .ipi_spec_dst = sin->sin_addr };

	if (own->storage.ss_family == AF_INET6)
		packet_info_6_set_source(header, control, own);
	else
		packet_info_set(header, control, IPPROTO_IP, IP_PKTINFO, &info,
		    sizeof(info));
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
