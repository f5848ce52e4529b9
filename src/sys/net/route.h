/* SPDX-License-Identifier: MIT */
/* Which way the kernel would send to an address: RTM_GETROUTE, rtnetlink(7). */
#ifndef SYS_NET_ROUTE_H
#define SYS_NET_ROUTE_H

#include <stdbool.h>

#include "sys/socket/address.h"

enum route_kind {
	ROUTE_NONE, /* the network is unreachable: no route fits */
	ROUTE_UNICAST,
	ROUTE_LOCAL, /* to this host */
	ROUTE_BROADCAST,
	ROUTE_MULTICAST,
	ROUTE_BLACKHOLE,   /* the kernel drops what is sent */
	ROUTE_UNREACHABLE, /* by an entry of that kind */
	ROUTE_PROHIBIT,    /* the same */
	ROUTE_UNKNOWN,
};

struct route {
	enum route_kind kind;
	int error;                      /* errno of the answer; or 0 */
	unsigned interface;             /* index; 0: none */
	struct address gateway, source; /* len 0: none */
	unsigned mtu;                   /* a limit of the route; 0: none */
};

/* Fills out. Returns 0, also if there is no route; -1 with errno: the kernel
 * gives no answer. */
int route_find(const struct address *to, struct route *out);

#endif
