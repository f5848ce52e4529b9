/* SPDX-License-Identifier: MIT */
/* Refusing a datagram in the name of the kernel. */
#include "net/datagram/refusal.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <string.h>
#include <unistd.h>

/* The messages quote the headers of the datagram that is refused. */
struct refusal_4 {
	struct icmphdr icmp;
	struct iphdr ip;
	struct udphdr udp;
};

struct refusal_6 {
	struct icmp6_hdr icmp;
	struct ip6_hdr ip;
	struct udphdr udp;
};

static struct udphdr quote(
    const struct address *sender, const struct address *to)
{
	return (struct udphdr){
		.source = htons((uint16_t)address_port(sender)),
		.dest = htons((uint16_t)address_port(to)),
		.len = htons(sizeof(struct udphdr)),
	};
}

/* The sum of 16-bit words (RFC 1071). */
static uint16_t checksum(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	unsigned sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (unsigned)at[i] << 8 | at[i + 1];
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static size_t make_4(struct refusal_4 *message, const struct address *sender,
    const struct address *to)
{
	struct sockaddr_in from, at;

	memcpy(&from, &sender->storage, sizeof(from));
	memcpy(&at, &to->storage, sizeof(at));
	*message = (struct refusal_4){
		.icmp = { .type = ICMP_DEST_UNREACH,
		    .code = ICMP_PORT_UNREACH },
		.ip = {
			.version = 4,
			.ihl = sizeof(struct iphdr) / 4,
			.tot_len = htons(
			    sizeof(struct iphdr) + sizeof(struct udphdr)),
			.ttl = 64,
			.protocol = IPPROTO_UDP,
			.saddr = from.sin_addr.s_addr,
			.daddr = at.sin_addr.s_addr,
		},
		.udp = quote(sender, to),
	};
	message->icmp.checksum = checksum(message, sizeof(*message));
	return sizeof(*message);
}

/* The kernel computes the checksum. */
static size_t make_6(struct refusal_6 *message, const struct address *sender,
    const struct address *to)
{
	struct sockaddr_in6 from, at;

	memcpy(&from, &sender->storage, sizeof(from));
	memcpy(&at, &to->storage, sizeof(at));
	*message = (struct refusal_6){
		.icmp = { .icmp6_type = ICMP6_DST_UNREACH,
		    .icmp6_code = ICMP6_DST_UNREACH_NOPORT },
		.ip = {
			.ip6_plen = htons(sizeof(struct udphdr)),
			.ip6_nxt = IPPROTO_UDP,
			.ip6_hlim = 64,
			.ip6_src = from.sin6_addr,
			.ip6_dst = at.sin6_addr,
		},
		.udp = quote(sender, to),
	};
	message->ip.ip6_vfc = 6 << 4;
	return sizeof(*message);
}

/* Without the port, which a raw socket would take for a protocol. */
static struct address host_of(const struct address *a)
{
	struct address host = *a;

	address_set_port(&host, 0);
	return host;
}

/* Sends bytes from one host to another. Returns as sendto(2). */
static ssize_t send_raw(const void *bytes, size_t len, const struct address *to,
    const struct address *sender)
{
	const struct address from = host_of(to), target = host_of(sender);
	int family = from.storage.ss_family;
	int protocol = family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	int fd = socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol);
	ssize_t n = -1;

	if (fd < 0)
		return -1;
	if (bind(fd, (const struct sockaddr *)&from.storage, from.len) == 0)
		n = sendto(fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL,
		    (const struct sockaddr *)&target.storage, target.len);
	close(fd);
	return n;
}

bool refusal_send(
    const struct address *sender, const struct address *to, struct tap *tap)
{
	const struct address plain = address_unmapped(sender);
	const struct address at = address_unmapped(to);
	struct refusal_4 v4;
	struct refusal_6 v6;
	ssize_t n = -1;
	char text[ADDRESS_TEXT];

	if (plain.storage.ss_family != at.storage.ss_family)
		return false;
	if (at.storage.ss_family == AF_INET6)
		n = send_raw(&v6, make_6(&v6, &plain, &at), &at, &plain);
	else if (at.storage.ss_family == AF_INET)
		n = send_raw(&v4, make_4(&v4, &plain, &at), &at, &plain);
	tap_call(tap, n, "ICMP: the port is unreachable",
	    "sendto(raw socket, refusal, %s)", address_text(text, sender));
	return n >= 0;
}
