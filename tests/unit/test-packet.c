/* SPDX-License-Identifier: MIT */
/* The headers that are made for a capture, and their checksums. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "chance.h"
#include "inet-address.h"
#include "tap.h"
#include "tap/capture/packet.h"

static unsigned get16(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static uint32_t get32(const unsigned char *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

/* As RFC 1071 says, word by word in network order. */
static unsigned plain_sum(unsigned sum, const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		sum += i % 2 ? at[i] : (unsigned)at[i] << 8;
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum;
}

static void test_sums(void)
{
	unsigned char bytes[9000];
	struct chance chance = { 12 };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = chance_below(&chance, 4) ? 0xff : (unsigned char)i;
	for (int i = 0; i < 2000; i++) {
		size_t begin = chance_below(&chance, 64);
		size_t len = chance_below(&chance, i < 1000 ? 80 : 8900);
		uint16_t fast = packet_fold(packet_sum(bytes + begin, len));
		unsigned plain = plain_sum(0, bytes + begin, len);
		/* 0 and 65535 are the same number. */
		wrong += ntohs(fast) % 0xffff != plain % 0xffff;
	}
	is_int(wrong, 0, "sums are those of RFC 1071, whatever begin and end");
	is_int(packet_fold(packet_sum(NULL, 0)), 0, "the sum of nothing is 0");
}

/* Whether all that the checksums of a packet of IPv4 cover is right. */
static bool is_sound_ipv4(
    const unsigned char *head, size_t len, const char *payload, size_t n)
{
	unsigned pseudo = plain_sum(0, head + 12, 8);

	pseudo = plain_sum(pseudo,
	    (unsigned char[]){ 0, head[9], (unsigned char)((len - 20 + n) >> 8),
		(unsigned char)(len - 20 + n) },
	    4);
	pseudo = plain_sum(pseudo, head + 20, len - 20);
	pseudo = plain_sum(pseudo, (const unsigned char *)payload, n);
	return plain_sum(0, head, 20) == 0xffff && pseudo == 0xffff &&
	       get16(head + 2) == len + n;
}

static void test_segment(void)
{
	struct address from = inet("192.0.2.1", 4000);
	struct address to = inet("198.51.100.7", 80);
	unsigned char head[PACKET_HEADER_MOST];
	struct packet_way way;
	struct packet_segment s = {
		.sequence = 0xfffffff0,
		.acknowledged = 77,
		.flags = PACKET_ACK | PACKET_PSH,
		.payload = "hello",
		.len = 5,
	};

	packet_way_init(&way, true, &from, &to);
	size_t len = packet_put_segment(&way, head, &s);
	is_int((long long)len, 40, "IPv4 and TCP take 40 bytes");
	ok(is_sound_ipv4(head, len, "hello", 5), "both checksums are right");
	is_int(get16(head + 20), 4000, "the port is that of the sender");
	is_int(get16(head + 22), 80, "and that of the receiver");
	is_int(get32(head + 24), 0xfffffff0, "the number is as asked for");
	is_int(get32(head + 28), 77, "and what is acknowledged");
	unsigned id = get16(head + 4);
	s.flags = PACKET_SYN;
	s.len = 0;
	len = packet_put_segment(&way, head, &s);
	ok(is_sound_ipv4(head, len, "", 0), "so they are with a SYN");
	is_int((long long)len, 48, "which has options");
	ok(memcmp(head + 40, "\x02\x04\xff\xd7\x01\x03\x03\x0e", 8) == 0,
	    "for long segments, and a window that is never full");
	is_int(get32(head + 28), 0, "and acknowledges nothing");
	is_int(get16(head + 4), id + 1, "each packet has an id of its own");
}

static void test_families(void)
{
	struct address v4 = inet("192.0.2.1", 1), v6 = inet("2001:db8::1", 2);
	struct address mapped = inet("::ffff:192.0.2.9", 3);
	struct address any = inet("::", 4);
	static const unsigned char big[65527];
	unsigned char head[PACKET_HEADER_MOST];
	struct packet_way way;

	packet_way_init(&way, false, &v6, &any);
	size_t len = packet_put_datagram(&way, head, "abc", 3);
	is_int((long long)len, 48, "IPv6 and UDP take 48 bytes");
	is_int(get16(head + 4), 11, "IPv6 counts what follows its header");
	is_int((long long)packet_datagram_most(&way), 65527, "without itself");
	packet_put_datagram(&way, head, big, 65527);
	is_int(get16(head + 4), 65535, "so the longest datagram has a length");
	packet_way_init(&way, false, &mapped, &v4);
	len = packet_put_datagram(&way, head, "abc", 3);
	ok(len == 28 && is_sound_ipv4(head, len, "abc", 3),
	    "IPv4 in IPv6 is IPv4");
	is_int((long long)packet_datagram_most(&way), 65507,
	    "which counts its own header");
	ok(memcmp(head + 12, "\xc0\x00\x02\x09\xc0\x00\x02\x01", 8) == 0,
	    "with both addresses");
	packet_way_init(&way, false, &mapped, &any);
	packet_put_datagram(&way, head, "abc", 3);
	ok(memcmp(head + 16, "\0\0\0\0", 4) == 0,
	    "an address of the other family is none");
}

/* A checksum of 0 would say that there is none (RFC 768). */
static void test_zero(void)
{
	struct address a = inet("127.0.0.1", 1);
	unsigned char head[PACKET_HEADER_MOST], payload[2] = { 0 };
	struct packet_way way;
	int zeros = 0, ones = 0;

	packet_way_init(&way, false, &a, &a);
	for (unsigned i = 0; i < 65536; i++) {
		payload[0] = (unsigned char)(i >> 8);
		payload[1] = (unsigned char)i;
		packet_put_datagram(&way, head, payload, 2);
		zeros += get16(head + 26) == 0;
		ones += get16(head + 26) == 0xffff;
	}
	is_int(zeros, 0, "no checksum of UDP is 0");
	ok(ones > 0, "it is 65535 instead");
}

int main(void)
{
	test_sums();
	test_segment();
	test_families();
	test_zero();
	return plan();
}
