/* SPDX-License-Identifier: MIT */
/* The kernel's table of sockets, asked through netlink (sock_diag(7)). */
#ifndef NET_SOCKDIAG_H
#define NET_SOCKDIAG_H

#include <stdbool.h>
#include <sys/types.h>

#include "net/address.h"

struct sockdiag_entry {
	struct address local;
	ino_t inode;
};

/* Whether a TCP listener (SOCK_STREAM) or a UDP socket (SOCK_DGRAM) holds this
 * address and port, or all addresses of the same port. Fills out with the
 * first such socket. */
bool sockdiag_find_bound(
    const struct address *wanted, int type, struct sockdiag_entry *out);

#endif
