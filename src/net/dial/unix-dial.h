/* SPDX-License-Identifier: MIT */
/* Dialling a Unix socket. */
#ifndef NET_DIAL_UNIX_DIAL_H
#define NET_DIAL_UNIX_DIAL_H

#include "net/bind/unix-binding.h"
#include "net/dial/dial.h"

struct unix_dial_opts {
	const struct address *address; /* lives as long as the dial */
	int type; /* SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM */
	const struct unix_binding *own; /* to dial with, for datagrams; NULL:
	                                   a socket of the dial's own */
	struct retry_opts retry;        /* its observers are those of all */
};

/*
 * Each round connects; a listener whose queue of clients is full is waited for.
 * A datagram socket of the dial's own gets an abstract name first, which goes
 * with the socket, so that it can be answered.
 */
struct dial *unix_dial(const struct unix_dial_opts *opts);

#endif
