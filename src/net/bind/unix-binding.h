/* SPDX-License-Identifier: MIT */
/* A Unix socket that is bound to a path or an abstract name. */
#ifndef NET_BIND_UNIX_BINDING_H
#define NET_BIND_UNIX_BINDING_H

#include <sys/types.h>

#include "base/error.h"
#include "net/bind/socket-file.h"
#include "sys/address.h"
#include "tap/tap.h"

struct unix_binding_opts {
	const struct address *address;
	int type;    /* SOCK_STREAM and SOCK_SEQPACKET also listen */
	mode_t mode; /* of the file; there before the first client can be */
	int backlog;
	struct tap *tap;
};

struct unix_binding {
	int fd;
	struct socket_file file;
	struct tap *tap;
};

/*
 * Binds the socket, which is non-blocking and close-on-exec. A socket file
 * that was left over is replaced; one in use, or anything else, is not.
 * Returns 0, or -1 with FAULT_BIND, or FAULT_SIGNAL if a signal came while
 * another process was at the same file.
 */
int unix_binding_open(struct unix_binding *b,
    const struct unix_binding_opts *opts, struct error *err);

/* Removes the file if it is still ours, and closes the socket. */
void unix_binding_close(struct unix_binding *b);

#endif
