/* SPDX-License-Identifier: MIT */
/* The table of sockets of the kernel, read by netlink (sock_diag(7)). */
#ifndef SYS_SOCKET_SOCKET_TABLE_H
#define SYS_SOCKET_SOCKET_TABLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/socket/address.h"

struct socket_entry {
	struct address local;
	int type;     /* SOCK_STREAM ... */
	bool listens; /* it accepts connections */
	ino_t inode;  /* of the socket, not of its file */
};

/*
 * Whether a socket of this network namespace has the address: a TCP listener
 * (SOCK_STREAM) or a UDP socket (SOCK_DGRAM) with the same port, and this
 * address or all; a Unix socket of any type with this path; a Unix socket of
 * this type (0: any) with this abstract name. Fills out with the first. If
 * there is none, errno is 0, or why the kernel gives no answer.
 */
bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out);

#endif
