/* SPDX-License-Identifier: MIT */
/* Dialling a Unix socket. */
#ifndef NET_DIAL_UNIX_DIAL_H
#define NET_DIAL_UNIX_DIAL_H

#include "net/bind/unix-binding.h"
#include "net/dial/dial.h"

struct unix_dial_opts {
	const struct address *address; /* lives as long as the dial */
	int type; /* SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM */
	const struct unix_binding *own; /* the socket, for datagrams; NULL: the
	                                   dial makes one */
	struct retry_opts retry;        /* its observers are those of all */
};

/* Each round connects, and waits while the backlog of the listener is full. A
 * datagram socket that the dial makes is bound to an abstract name first, so
 * that the peer can answer. */
struct dial *unix_dial(const struct unix_dial_opts *opts);

#endif
