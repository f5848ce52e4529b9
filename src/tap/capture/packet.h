/* SPDX-License-Identifier: MIT */
/*
 * The headers of IP, TCP and UDP, made for bytes that a socket has carried:
 * RFC 791 and 8200, RFC 9293, RFC 768, with the checksums of RFC 1071.
 */
#ifndef TAP_CAPTURE_PACKET_H
#define TAP_CAPTURE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/socket/address.h"

/* IPv6, and TCP with the options of a SYN. */
#define PACKET_HEADER_MOST (40 + 20 + 8)

/* How many bytes fit behind the header of a segment, by either version of IP.
 */
#define PACKET_SEGMENT_MOST 65495

enum packet_flag {
	PACKET_FIN = 0x01,
	PACKET_SYN = 0x02,
	PACKET_RST = 0x04,
	PACKET_PSH = 0x08,
	PACKET_ACK = 0x10,
};

/* One direction between two sockets: what all of its headers have in common. */
struct packet_way {
	unsigned char ip[40];
	unsigned char ip_len; /* 20 or 40 */
	unsigned char protocol;
	unsigned char ports[4];
	uint16_t id;         /* of the next packet of IPv4 */
	uint32_t ip_sum;     /* of the header, as far as it stays the same */
	uint32_t pseudo_sum; /* of the pseudo header, the same */
};

/* One segment; the payload is len bytes. */
struct packet_segment {
	uint32_t sequence, acknowledged;
	unsigned flags; /* of enum packet_flag */
	const void *payload;
	size_t len;
};

/* From one address to the other, by TCP or by UDP. If one of them is of IPv4,
 * also one in IPv6, so is the way; the other counts as 0.0.0.0 then, if it is
 * of IPv6 or unknown. */
void packet_way_init(struct packet_way *w, bool is_tcp,
    const struct address *from, const struct address *to);

/* How many bytes fit into one datagram: IPv6 does not count its own header. */
size_t packet_datagram_most(const struct packet_way *w);

/* Writes the headers of a segment or of a datagram. Returns their length. */
size_t packet_put_segment(struct packet_way *w,
    unsigned char out[PACKET_HEADER_MOST], const struct packet_segment *s);
size_t packet_put_datagram(struct packet_way *w,
    unsigned char out[PACKET_HEADER_MOST], const void *payload, size_t len);

/* The sum of the bytes as numbers of 16 bits in the order of memory, not yet
 * folded; a zero is added to an odd number of bytes. */
uint64_t packet_sum(const void *bytes, size_t len);

/* Folds a sum into 16 bits (RFC 1071, section 2). */
uint16_t packet_fold(uint64_t sum);

#endif
