/* SPDX-License-Identifier: MIT */
/* The network interfaces of this namespace: RTM_GETLINK, RTM_GETADDR; or
 * getifaddrs(3), which knows no MTU. */
#ifndef SYS_NET_INTERFACE_H
#define SYS_NET_INTERFACE_H

#include <net/if.h>
#include <stdbool.h>

#include "sys/socket/address.h"

struct interface {
	unsigned index; /* 0: not known */
	char name[IF_NAMESIZE];
	bool is_up;       /* by its administrator */
	bool has_carrier; /* the link works: IFF_LOWER_UP */
	bool is_loopback;
	bool is_ethernet;
	unsigned mtu;
};

/* Fills out. Returns 0, or -1 with errno. */
int interface_find(unsigned index, struct interface *out);

/* An address of an interface, with the network that it is in. */
struct interface_address {
	unsigned interface;
	struct address address; /* without a port */
	unsigned prefix;        /* bits */
	bool is_link_local;     /* or of a smaller scope */
};

/* Show each to take. Return 0, or -1 with errno. */
int interface_each(
    void (*take)(void *context, const struct interface *interface),
    void *context);
int interface_each_address(
    void (*take)(void *context, const struct interface_address *a),
    void *context);

/* Whether the address is in that network; never for another family. */
bool interface_address_covers(
    const struct interface_address *a, const struct address *other);

#endif
