/* SPDX-License-Identifier: MIT */
/* Connecting to a Unix socket. */
#ifndef NET_UNIX_DIAL_H
#define NET_UNIX_DIAL_H

#include "base/error.h"
#include "net/retry.h"
#include "sys/address.h"
#include "tap/tap.h"

struct unix_dial_opts {
	const struct address *address;
	int type; /* SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM */
	struct retry_opts retry;
	struct tap *tap;
};

/*
 * Connects; a listener whose queue of clients is full is waited for. A
 * datagram socket gets an abstract name of its own first, which goes with it,
 * so that it can be answered. Returns the socket, non-blocking and
 * close-on-exec, or -1 with err filled.
 */
int unix_dial(const struct unix_dial_opts *opts, struct error *err);

#endif
