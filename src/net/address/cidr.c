/* SPDX-License-Identifier: MIT */
/* Ranges of addresses. */
#include "net/address/cidr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char mapped_prefix[12] = { [10] = 0xFF, [11] = 0xFF };

/* The length of mapped_prefix in bits. */
#define MAPPED_BITS 96

static bool parse_address(const char *text, struct cidr *out)
{
	if (inet_pton(AF_INET6, text, out->bytes) == 1) {
		out->bits = 0;
		return true;
	}
	memcpy(out->bytes, mapped_prefix, sizeof(mapped_prefix));
	out->bits = MAPPED_BITS;
	return inet_pton(AF_INET, text, out->bytes + sizeof(mapped_prefix)) ==
	       1;
}

bool cidr_parse(const char *word, struct cidr *out)
{
	char text[INET6_ADDRSTRLEN];
	size_t len = strcspn(word, "/");

	if (len >= sizeof(text))
		return false;
	memcpy(text, word, len);
	text[len] = '\0';
	if (!parse_address(text, out))
		return false;
	unsigned long most = 128 - out->bits, bits = most;
	const char *digits = word + len + 1;
	if (word[len]) {
		if (!*digits || strspn(digits, "0123456789") != strlen(digits))
			return false;
		bits = strtoul(digits, NULL, 10);
	}
	out->bits += (unsigned)bits;
	return bits <= most;
}

static bool holds(const struct cidr *range, const unsigned char bytes[16])
{
	unsigned whole = range->bits / 8, rest = range->bits % 8;
	unsigned char mask = (unsigned char)(0xFF00 >> rest);

	if (memcmp(range->bytes, bytes, whole) != 0)
		return false;
	return rest == 0 || ((range->bytes[whole] ^ bytes[whole]) & mask) == 0;
}

/* Fills the bytes of an address. Returns false if it has none. */
static bool take_bytes(const struct address *a, unsigned char bytes[16])
{
	const struct sockaddr_in *sin = (const void *)&a->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	if (a->storage.ss_family == AF_INET6) {
		memcpy(bytes, &sin6->sin6_addr, 16);
	} else if (a->storage.ss_family == AF_INET) {
		memcpy(bytes, mapped_prefix, sizeof(mapped_prefix));
		memcpy(bytes + sizeof(mapped_prefix), &sin->sin_addr, 4);
	} else {
		return false;
	}
	return true;
}

bool cidr_holds(const struct cidr *range, const struct address *address)
{
	unsigned char bytes[16];

	return take_bytes(address, bytes) && holds(range, bytes);
}

/* Where the IPv4 address stands in the IPv6 addresses of a range. */
static const struct place {
	struct cidr range;
	unsigned at;
	bool is_inverted;
} places[] = {
	{ { { 0x00, 0x64, 0xFF, 0x9B }, 96 }, 12, false },
	{ { { 0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01 }, 48 }, 12, false },
	{ { { 0x20, 0x02 }, 16 }, 2, false },              /* 6to4 */
	{ { { 0x20, 0x01 }, 32 }, 12, true },              /* Teredo */
	{ { { [8] = 0xFF, [9] = 0xFF }, 96 }, 12, false }, /* translated */
	{ { { 0 }, 96 }, 12, false },                      /* compatible */
};

/* Among the compatible addresses, with others that stand for no IPv4 address:
 * "::" and "::1". */
static const struct cidr plain = { .bits = 104 };

/* An interface identifier of ISATAP (RFC 5214), in any network. */
static bool is_isatap(const unsigned char bytes[16])
{
	return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E &&
	       bytes[11] == 0xFE;
}

static void fill_ipv4(
    struct address *a, const unsigned char bytes[4], bool is_inverted)
{
	struct sockaddr_in *sin = (void *)&a->storage;
	in_addr_t number;

	memcpy(&number, bytes, sizeof(number));
	*a = (struct address){ .len = sizeof(*sin) };
	sin->sin_family = AF_INET;
	sin->sin_addr.s_addr = is_inverted ? ~number : number;
}

bool cidr_embedded(const struct address *address, struct address *ipv4)
{
	unsigned char bytes[16];

	if (!take_bytes(address, bytes) || holds(&plain, bytes))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *p = &places[i];
		if (!holds(&p->range, bytes))
			continue;
		fill_ipv4(ipv4, bytes + p->at, p->is_inverted);
		return true;
	}
	if (is_isatap(bytes))
		fill_ipv4(ipv4, bytes + 12, false);
	return is_isatap(bytes);
}

bool cidr_is_within(const struct cidr *inner, const struct cidr *outer)
{
	return inner->bits >= outer->bits && holds(outer, inner->bytes);
}

bool cidr_list_holds(
    const struct cidr_list *list, const struct address *address)
{
	unsigned char bytes[16];

	if (!take_bytes(address, bytes))
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (holds(&list->items[i], bytes))
			return true;
	return false;
}
