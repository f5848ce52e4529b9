/* SPDX-License-Identifier: MIT */
/* Which addresses are in the network of an interface. */
#include <netinet/in.h>
#include <string.h>

#include "sys/net/interface.h"

static const unsigned char *bytes_of(const struct address *a)
{
	const struct sockaddr_in *sin = (const void *)&a->storage;
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	return a->storage.ss_family == AF_INET
	           ? (const unsigned char *)&sin->sin_addr
	           : sin6->sin6_addr.s6_addr;
}

bool interface_address_covers(
    const struct interface_address *a, const struct address *other)
{
	struct address plain = address_unmapped(other);
	const unsigned char *x = bytes_of(&a->address), *y = bytes_of(&plain);
	unsigned whole = a->prefix / 8, rest = a->prefix % 8;

	if (a->address.storage.ss_family != plain.storage.ss_family ||
	    a->prefix > (plain.storage.ss_family == AF_INET ? 32u : 128u))
		return false;
	return memcmp(x, y, whole) == 0 &&
	       (rest == 0 || x[whole] >> (8 - rest) == y[whole] >> (8 - rest));
}
