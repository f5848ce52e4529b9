/* SPDX-License-Identifier: MIT */
/* Dialling a Unix socket. */
#ifndef NET_DIAL_UNIX_DIAL_H
#define NET_DIAL_UNIX_DIAL_H

#include "net/dial/dial.h"

struct unix_dial_opts {
	const struct address *address; /* lives as long as the dial */
	int type;                /* SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM */
	struct retry_opts retry; /* its observers are those of all */
};

/*
 * Each round connects; a listener whose queue of clients is full is waited for.
 * A datagram socket gets an abstract name of its own first, which goes with
 * the socket, so that it can be answered.
 */
struct dial *unix_dial(const struct unix_dial_opts *opts);

#endif
