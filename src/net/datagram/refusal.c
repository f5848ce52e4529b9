/* SPDX-License-Identifier: MIT */
/* Refusing a datagram in the name of the kernel. */
#include "net/datagram/refusal.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* A message of ICMP has a head, and quotes the headers of the datagram that is
 * refused (RFC 792, 791 and 768; RFC 4443 and 8200). */
enum {
	HEAD = 8,
	IPV4 = 20,
	IPV6 = 40,
	UDP = 8,
	LONGEST = HEAD + IPV6 + UDP,
};

static void put16(unsigned char *at, unsigned number)
{
	at[0] = (unsigned char)(number >> 8);
	at[1] = (unsigned char)number;
}

/* The header of a datagram without bytes. */
static void quote_udp(
    unsigned char *at, const struct address *sender, const struct address *to)
{
	put16(at, address_port(sender));
	put16(at + 2, address_port(to));
	put16(at + 4, UDP);
}

/* The sum of 16-bit words (RFC 1071). */
static unsigned checksum(const unsigned char *bytes, size_t len)
{
	unsigned sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (unsigned)bytes[i] << 8 | bytes[i + 1];
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	return ~sum & 0xFFFF;
}

/* Type 3, code 3: the port is unreachable. */
static size_t make_4(unsigned char message[LONGEST],
    const struct address *sender, const struct address *to)
{
	const struct sockaddr_in *from = (const void *)&sender->storage;
	const struct sockaddr_in *at = (const void *)&to->storage;
	unsigned char *ip = message + HEAD;

	memset(message, 0, LONGEST);
	message[0] = message[1] = 3;
	ip[0] = 0x45; /* version 4, of 5 words */
	put16(ip + 2, IPV4 + UDP);
	ip[8] = 64; /* TTL */
	ip[9] = IPPROTO_UDP;
	memcpy(ip + 12, &from->sin_addr, 4);
	memcpy(ip + 16, &at->sin_addr, 4);
	quote_udp(ip + IPV4, sender, to);
	put16(message + 2, checksum(message, HEAD + IPV4 + UDP));
	return HEAD + IPV4 + UDP;
}

/* Type 1, code 4: the port is unreachable. The kernel computes the checksum. */
static size_t make_6(unsigned char message[LONGEST],
    const struct address *sender, const struct address *to)
{
	const struct sockaddr_in6 *from = (const void *)&sender->storage;
	const struct sockaddr_in6 *at = (const void *)&to->storage;
	unsigned char *ip = message + HEAD;

	memset(message, 0, LONGEST);
	message[0] = 1;
	message[1] = 4;
	ip[0] = 6 << 4; /* version */
	put16(ip + 4, UDP);
	ip[6] = IPPROTO_UDP;
	ip[7] = 64; /* hops */
	memcpy(ip + 8, &from->sin6_addr, 16);
	memcpy(ip + 24, &at->sin6_addr, 16);
	quote_udp(ip + IPV6, sender, to);
	return LONGEST;
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
	unsigned char message[LONGEST];
	ssize_t n = -1;
	char text[ADDRESS_TEXT];

	if (plain.storage.ss_family != at.storage.ss_family)
		return false;
	if (at.storage.ss_family == AF_INET6)
		n = send_raw(
		    message, make_6(message, &plain, &at), &at, &plain);
	else if (at.storage.ss_family == AF_INET)
		n = send_raw(
		    message, make_4(message, &plain, &at), &at, &plain);
	tap_call(tap, n, "ICMP: the port is unreachable",
	    "sendto(raw socket, refusal, %s)", address_text(text, sender));
	return n >= 0;
}
