/* SPDX-License-Identifier: MIT */
/*
 * The header in which a proxy sends the addresses of its client: the PROXY
 * protocol, versions 1 and 2, in memory.
 * https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
 */
#ifndef NET_PROXY_HEADER_PROXY_HEADER_H
#define NET_PROXY_HEADER_PROXY_HEADER_H

#include <sys/types.h>

#include "base/bytes.h"
#include "base/error.h"
#include "sys/socket/address.h"

/* The longest that is accepted. Version 2 could have 65,551 bytes. */
#define PROXY_HEADER_LONGEST (16 * 1024)

struct proxy_header {
	int version;        /* 1 or 2 */
	bool has_addresses; /* false: only those of the socket are known */
	struct address source, destination; /* of the client's connection */
};

/* Looks at the first bytes of a connection. Returns how many of them are the
 * header, with out filled; 0 if more are needed to tell; or -1 with
 * FAULT_PROXY, a predicate of the client. */
ssize_t proxy_header_decode(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err);

/* Adds the header to out. Addresses that its version cannot have, such as those
 * of Unix sockets in version 1, are left out as unknown. */
void proxy_header_encode(struct bytes *out, const struct proxy_header *h);

#endif
