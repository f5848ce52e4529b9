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

/* Whether somebody listens for TCP at this address and port, or at all
 * addresses of the same port. Fills out with the first such socket. */
bool sockdiag_find_listener(
    const struct address *wanted, struct sockdiag_entry *out);

#endif
