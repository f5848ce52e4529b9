/* SPDX-License-Identifier: MIT */
/* The headers of IP, TCP and UDP, made for bytes that a socket has carried. */
#include "tap/capture/packet.h"

#include <netinet/in.h>
#include <string.h>

#define IPV4_BYTES 20
#define IPV6_BYTES 40
#define TCP_BYTES 20
#define UDP_BYTES 8
#define LENGTH_MOST 65535
#define HOPS 64

/* What a SYN says: segments of the loopback interface, and a window that no
 * capture fills (RFC 9293, 3.7.1; RFC 7323, 2.2). */
#define SYN_OPTIONS 8
#define WINDOW_SHIFT 14

static void put16(unsigned char *out, unsigned value)
{
	out[0] = (unsigned char)(value >> 8);
	out[1] = (unsigned char)value;
}

static void put32(unsigned char *out, uint32_t value)
{
	put16(out, value >> 16);
	put16(out + 2, value & 0xffff);
}

#define WORD sizeof(uint64_t)

/* A word in the order of memory; fewer bytes are filled up with zeros. */
static uint64_t word_at(const unsigned char *at, size_t len)
{
	uint64_t word = 0;

	memcpy(&word, at, len < WORD ? len : WORD);
	return word;
}

/* Words of 64 bits: 2^16 is 1 in the arithmetic of the checksum, and so are
 * 2^32 and 2^64, a carry. Two sums, so that the additions need not wait for
 * each other. */
uint64_t packet_sum(const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	uint64_t even = 0, odd = 0, carries = 0;

	for (; len >= 4 * WORD; len -= 4 * WORD, at += 4 * WORD) {
		uint64_t a = word_at(at, WORD), b = word_at(at + WORD, WORD);
		carries += __builtin_add_overflow(even, a, &even);
		carries += __builtin_add_overflow(odd, b, &odd);
		a = word_at(at + 2 * WORD, WORD);
		b = word_at(at + 3 * WORD, WORD);
		carries += __builtin_add_overflow(even, a, &even);
		carries += __builtin_add_overflow(odd, b, &odd);
	}
	for (size_t n; len > 0; len -= n, at += n) {
		n = len < WORD ? len : WORD;
		uint64_t rest = word_at(at, n);
		carries += __builtin_add_overflow(even, rest, &even);
	}
	return (uint32_t)even + (even >> 32) + (uint32_t)odd + (odd >> 32) +
	       carries;
}

uint16_t packet_fold(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

/* The sum is in the order of memory, and so is its complement. */
static void put_checksum(unsigned char *out, uint64_t sum)
{
	uint16_t checksum = (uint16_t)~packet_fold(sum);

	memcpy(out, &checksum, sizeof(checksum));
}

/* What a field in network order adds. */
static uint64_t sum_of(unsigned value)
{
	return htons((uint16_t)value);
}

static const unsigned char *ipv4_bytes(const struct address *a)
{
	static const unsigned char none[4];
	const struct sockaddr_in *in = (const void *)&a->storage;
	const struct sockaddr_in6 *in6 = (const void *)&a->storage;

	if (a->storage.ss_family == AF_INET)
		return (const unsigned char *)&in->sin_addr;
	return address_family(a) == AF_INET ? &in6->sin6_addr.s6_addr[12]
	                                    : none;
}

static void begin_ipv4(
    struct packet_way *w, const struct address *from, const struct address *to)
{
	w->ip_len = IPV4_BYTES;
	w->ip[0] = 0x45;
	w->ip[6] = 0x40; /* do not fragment */
	w->ip[8] = HOPS;
	w->ip[9] = w->protocol;
	memcpy(w->ip + 12, ipv4_bytes(from), 4);
	memcpy(w->ip + 16, ipv4_bytes(to), 4);
	w->ip_sum = (uint32_t)packet_fold(packet_sum(w->ip, IPV4_BYTES));
	w->pseudo_sum = (uint32_t)packet_fold(packet_sum(w->ip + 12, 8));
}

static void begin_ipv6(
    struct packet_way *w, const struct address *from, const struct address *to)
{
	const struct sockaddr_in6 *from6 = (const void *)&from->storage;
	const struct sockaddr_in6 *to6 = (const void *)&to->storage;

	w->ip_len = IPV6_BYTES;
	w->ip[0] = 0x60;
	w->ip[6] = w->protocol;
	w->ip[7] = HOPS;
	memcpy(w->ip + 8, &from6->sin6_addr, 16);
	memcpy(w->ip + 24, &to6->sin6_addr, 16);
	w->pseudo_sum = (uint32_t)packet_fold(packet_sum(w->ip + 8, 32));
}

void packet_way_init(struct packet_way *w, bool is_tcp,
    const struct address *from, const struct address *to)
{
	*w = (struct packet_way){
		.protocol = is_tcp ? IPPROTO_TCP : IPPROTO_UDP,
		.id = 1,
	};
	if (address_family(from) == AF_INET || address_family(to) == AF_INET)
		begin_ipv4(w, from, to);
	else
		begin_ipv6(w, from, to);
	put16(w->ports, address_port(from));
	put16(w->ports + 2, address_port(to));
	w->pseudo_sum += (uint32_t)sum_of(w->protocol);
}

/* Writes the header of IP for so many bytes behind it. Returns its length. */
static size_t put_ip(struct packet_way *w, unsigned char *out, size_t len)
{
	unsigned whole = (unsigned)(IPV4_BYTES + len);

	memcpy(out, w->ip, w->ip_len);
	if (w->ip_len == IPV6_BYTES) {
		put16(out + 4, (unsigned)len);
		return IPV6_BYTES;
	}
	put16(out + 2, whole);
	put16(out + 4, w->id);
	put_checksum(out + 10, w->ip_sum + sum_of(whole) + sum_of(w->id));
	w->id++;
	return IPV4_BYTES;
}

/* The sum of all that the checksum of a transport is about: headers of len
 * bytes, and the payload. */
static uint64_t whole_sum(const struct packet_way *w, const unsigned char *head,
    size_t len, const void *payload, size_t payload_len)
{
	return w->pseudo_sum + sum_of((unsigned)(len + payload_len)) +
	       packet_sum(head, len) + packet_sum(payload, payload_len);
}

size_t packet_put_segment(struct packet_way *w,
    unsigned char out[PACKET_HEADER_MOST], const struct packet_segment *s)
{
	size_t len = TCP_BYTES;

	if (s->flags & PACKET_SYN)
		len += SYN_OPTIONS;
	unsigned char *tcp = out + put_ip(w, out, len + s->len);
	memset(tcp, 0, len);
	memcpy(tcp, w->ports, sizeof(w->ports));
	put32(tcp + 4, s->sequence);
	put32(tcp + 8, s->flags & PACKET_ACK ? s->acknowledged : 0);
	tcp[12] = (unsigned char)(len / 4 << 4);
	tcp[13] = (unsigned char)s->flags;
	put16(tcp + 14, 65535);
	if (s->flags & PACKET_SYN) {
		tcp[20] = 2;
		tcp[21] = 4;
		put16(tcp + 22, PACKET_SEGMENT_MOST);
		tcp[24] = 1;
		tcp[25] = 3;
		tcp[26] = 3;
		tcp[27] = WINDOW_SHIFT;
	}
	put_checksum(tcp + 16, whole_sum(w, tcp, len, s->payload, s->len));
	return w->ip_len + len;
}

size_t packet_datagram_most(const struct packet_way *w)
{
	size_t most = LENGTH_MOST - UDP_BYTES;

	return w->ip_len == IPV6_BYTES ? most : most - IPV4_BYTES;
}

size_t packet_put_datagram(struct packet_way *w,
    unsigned char out[PACKET_HEADER_MOST], const void *payload, size_t len)
{
	unsigned char *udp = out + put_ip(w, out, UDP_BYTES + len);

	memcpy(udp, w->ports, sizeof(w->ports));
	put16(udp + 4, (unsigned)(UDP_BYTES + len));
	memset(udp + 6, 0, 2);
	put_checksum(udp + 6, whole_sum(w, udp, UDP_BYTES, payload, len));
	if (udp[6] == 0 && udp[7] == 0) /* that would mean: none */
		memset(udp + 6, 0xff, 2);
	return w->ip_len + UDP_BYTES;
}
