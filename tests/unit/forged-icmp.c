/* SPDX-License-Identifier: MIT */
/* Messages of ICMP as routers send them. */
#include "forged-icmp.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/socket/address.h"

bool forge_too_long(int fd, int peer)
{
	struct address from = address_local(fd);
	struct address to = address_local(peer);
	const struct sockaddr_in *source = (const void *)&from.storage;
	const struct sockaddr_in *target = (const void *)&to.storage;
	struct {
		struct icmphdr icmp;
		struct iphdr ip;
		struct udphdr udp;
	} packet = {
		.icmp = {
			.type = ICMP_DEST_UNREACH,
			.code = ICMP_FRAG_NEEDED,
			.un.frag.mtu = htons(65535),
		},
		.ip = {
			.version = 4,
			.ihl = 5,
			.tot_len = htons(2000),
			.protocol = IPPROTO_UDP,
			.saddr = source->sin_addr.s_addr,
			.daddr = target->sin_addr.s_addr,
		},
		.udp = {
			.source = source->sin_port,
			.dest = target->sin_port,
		},
	};
	const unsigned char *bytes = (const void *)&packet;
	unsigned sum = 0;

	for (size_t i = 0; i < sizeof(packet); i += 2)
		sum += (unsigned)bytes[i] << 8 | bytes[i + 1];
	sum = (sum & 0xFFFF) + (sum >> 16);
	packet.icmp.checksum = htons((uint16_t) ~(sum + (sum >> 16)));
	int raw = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	if (raw < 0)
		return false;
	if (sendto(raw, &packet, sizeof(packet), 0,
		(const struct sockaddr *)source, sizeof(*source)) < 0)
		abort();
	close(raw);
	return true;
}
