/* SPDX-License-Identifier: MIT */
/* Whether a host on the same link has answered: RTM_GETNEIGH (ARP, and
 * neighbour discovery of IPv6). */
#ifndef SYS_NET_NEIGHBOUR_H
#define SYS_NET_NEIGHBOUR_H

#include "sys/socket/address.h"

enum neighbour_state {
	NEIGHBOUR_UNKNOWN, /* the kernel has no entry, or asks nobody */
	NEIGHBOUR_ASKED,   /* it has asked, and waits for an answer */
	NEIGHBOUR_SILENT,  /* it has asked, and nobody has answered */
	NEIGHBOUR_OLD,     /* it has answered formerly */
	NEIGHBOUR_THERE,   /* it has answered lately */
};

/* Returns the state of the address at that interface. */
enum neighbour_state neighbour_find(
    unsigned interface, const struct address *a);

#endif
