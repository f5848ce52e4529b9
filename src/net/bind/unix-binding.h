/* SPDX-License-Identifier: MIT */
/* A Unix socket that is bound to a path or an abstract name. */
#ifndef NET_BIND_UNIX_BINDING_H
#define NET_BIND_UNIX_BINDING_H

#include <sys/types.h>

#include "base/error.h"
#include "net/bind/socket-file.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

struct unix_binding_opts {
	const struct address *address;
	int type;    /* SOCK_STREAM and SOCK_SEQPACKET also listen */
	mode_t mode; /* of the file, from its creation on */
	int backlog;
	struct tap *tap;
};

struct unix_binding {
	int fd;
	struct socket_file file;
	struct tap *tap;
};

/*
 * Binds the socket, which is non-blocking and close-on-exec. Replaces a socket
 * file that was left over, but not one in use, or another file. Returns 0, or
 * -1 with FAULT_BIND, or FAULT_SIGNAL if a signal came while another process
 * had the lock of the directory.
 */
int unix_binding_open(struct unix_binding *b,
    const struct unix_binding_opts *opts, struct error *err);

/* Removes the file, unless another one has replaced it, and closes the socket.
 */
void unix_binding_close(struct unix_binding *b);

#endif
