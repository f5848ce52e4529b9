/* SPDX-License-Identifier: MIT */
/* The file of a Unix socket: who uses it, and removing it if it is ours. */
#ifndef NET_BIND_SOCKET_FILE_H
#define NET_BIND_SOCKET_FILE_H

#include <sys/types.h>

#include "net/address/unix-address.h"
#include "sys/address.h"
#include "tap/tap.h"

/* A file that we have made. */
struct socket_file {
	char path[UNIX_ADDRESS_LONGEST + 1]; /* "": there is none */
	dev_t device;
	ino_t inode;
};

/* Takes note of the file that a socket was just bound to; none if the address
 * is not a path. */
struct socket_file socket_file_note(const struct address *bound);

/* Removes the file, unless somebody has put another in its place. Once. */
void socket_file_remove(struct socket_file *f, struct tap *tap);

/* What stands under a path at which one would like to bind a socket. */
enum socket_file_use {
	SOCKET_FILE_NONE,
	SOCKET_FILE_LEFT_OVER, /* no socket is bound to it any more */
	SOCKET_FILE_IN_USE,
	SOCKET_FILE_FOREIGN, /* no socket file at all */
};

/* Looks at the path of an address. A listener does not notice that it was
 * asked after, unless it is in another network namespace. */
enum socket_file_use socket_file_examine(
    const struct address *a, struct tap *tap);

#endif
