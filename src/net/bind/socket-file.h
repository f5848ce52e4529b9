/* SPDX-License-Identifier: MIT */
/* The file of a Unix socket: its user, and how it is removed. */
#ifndef NET_BIND_SOCKET_FILE_H
#define NET_BIND_SOCKET_FILE_H

#include <sys/types.h>

#include "net/address/unix-address.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* A file that this process has made. */
struct socket_file {
	char path[UNIX_ADDRESS_LONGEST + 1]; /* "": there is none */
	dev_t device;
	ino_t inode;
};

/* Notes the file to which a socket was just bound; none if the address is not a
 * path. */
struct socket_file socket_file_note(const struct address *bound);

/* Removes the file, once, unless another file has replaced it. */
void socket_file_remove(struct socket_file *f, struct tap *tap);

/* What there is at the path to which a socket should be bound. */
enum socket_file_use {
	SOCKET_FILE_NONE,
	SOCKET_FILE_LEFT_OVER, /* no socket is bound to it any more */
	SOCKET_FILE_IN_USE,
	SOCKET_FILE_FOREIGN, /* not the file of a socket */
};

/* Looks at the path of an address. Only a listener in another network namespace
 * notices that, by a client. */
enum socket_file_use socket_file_examine(
    const struct address *a, struct tap *tap);

#endif
