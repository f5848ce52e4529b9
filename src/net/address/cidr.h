/* SPDX-License-Identifier: MIT */
/* Ranges of addresses: 10.0.0.0/8, 2001:db8::/32, or a single address. */
#ifndef NET_ADDRESS_CIDR_H
#define NET_ADDRESS_CIDR_H

#include <stdbool.h>
#include <stddef.h>

#include "sys/socket/address.h"

struct cidr {
	unsigned char bytes[16]; /* IPv4 as mapped into IPv6 */
	unsigned bits;           /* how many bits are compared, up to 128 */
};

struct cidr_list {
	struct cidr *items;
	size_t count;
};

/* Parses a range; false if the word is none. */
bool cidr_parse(const char *word, struct cidr *out);

/* Whether the range holds the address; never that of a Unix socket. */
bool cidr_holds(const struct cidr *range, const struct address *address);

/* Finds the IPv4 address to which a translator or a tunnel leads what is sent
 * to an IPv6 address: NAT64 with its well-known or its local prefix (RFC 6052,
 * RFC 8215), 6to4, Teredo, ISATAP, IPv4-compatible and IPv4-translated
 * addresses. False if there is none. The port is 0. */
bool cidr_embedded(const struct address *address, struct address *ipv4);

/* Whether the one range lies in the other, or is the same. */
bool cidr_is_within(const struct cidr *inner, const struct cidr *outer);

/* Whether one of the ranges holds the address; never that of a Unix socket. */
bool cidr_list_holds(
    const struct cidr_list *list, const struct address *address);

#endif
