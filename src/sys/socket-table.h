/* SPDX-License-Identifier: MIT */
/* The kernel's table of sockets, asked through netlink (sock_diag(7)). */
#ifndef SYS_SOCKET_TABLE_H
#define SYS_SOCKET_TABLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/address.h"

struct socket_entry {
	struct address local;
	int type;     /* SOCK_STREAM ... */
	bool listens; /* it accepts connections */
	ino_t inode;  /* of the socket, not of its file */
};

/*
 * Whether a socket of our network namespace holds this address: a TCP listener
 * (SOCK_STREAM) or a UDP socket (SOCK_DGRAM) this address and port, or all
 * addresses of the same port; a Unix socket of any type the file of this path;
 * one of this type (0: any) this abstract name. Fills out with the first. If
 * there is none, errno is 0, or says why the kernel does not tell.
 */
bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out);

#endif
