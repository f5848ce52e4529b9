/* SPDX-License-Identifier: MIT */
/* Two sockets of this process that are connected to each other. */
#ifndef DEMO_PAIR_H
#define DEMO_PAIR_H

#include <stdbool.h>

#include "base/error.h"
#include "tap/tap.h"

enum pair_kind {
	PAIR_SOCKETPAIR, /* socketpair(2): without names */
	PAIR_UNIX,       /* Unix sockets, connected by a path */
	PAIR_TCP,        /* on loopback */
	PAIR_UDP,
};

struct pair_opts {
	enum pair_kind kind;
	int type; /* SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET */
	struct tap *tap;
};

/* Whether there are sockets of that kind and type. */
bool pair_is_possible(enum pair_kind kind, int type);

/*
 * Makes the two, blocking, and not close-on-exec: sys/process/child.h starts
 * the programs. fds[0] is the one that connected, fds[1] its peer. A path is
 * removed again. Returns 0, or -1 with err filled; then nothing is open.
 */
int pair_open(const struct pair_opts *opts, int fds[2], struct error *err);

/* Closes a socket, and tells why. Does nothing if fd is below 0. */
void pair_close(int fd, struct tap *tap, const char *why);

#endif
