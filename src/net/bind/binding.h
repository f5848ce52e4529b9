/* SPDX-License-Identifier: MIT */
/* Sockets bound to all addresses of a host, on one port. */
#ifndef NET_BIND_BINDING_H
#define NET_BIND_BINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "net/sockopts.h"
#include "sys/socket/address.h"

struct binding_opts {
	const char *host; /* NULL: all addresses, both families */
	const char *port;
	int type; /* SOCK_STREAM, which also listens, or SOCK_DGRAM */
	int family;
	bool numeric;
	bool shared; /* SO_REUSEADDR: for listeners, and multicast */
	int backlog;
	const struct sockopts *sockopts;
	int64_t deadline; /* for the lookup */
	struct tap *tap;
};

struct binding {
	int *fds;
	struct address_list
	    addresses;      /* addresses.items[i] is that of fds[i] */
	bool has_free_port; /* the kernel chose the port */
	struct tap *tap;
};

/* Binds all addresses of the host, to a port that the kernel chooses if it is
 * 0. Sockets are non-blocking and close-on-exec. Returns 0, or -1 with
 * FAULT_BIND, or as the lookup; then nothing is open. */
int binding_open(
    struct binding *b, const struct binding_opts *opts, struct error *err);

/* Adds a socket that is bound already, which the binding then owns. */
void binding_add(struct binding *b, int fd);

/* Takes over a UDP socket that a parent process has bound, and applies the
 * options. Returns 0, or -1 with FAULT_BIND, or as sockopts_apply(). */
int binding_inherit(struct binding *b, int fd, const struct sockopts *sockopts,
    struct tap *tap, struct error *err);

/* Closes the sockets, but keeps the addresses. */
void binding_close_sockets(struct binding *b);

/* Closes the sockets, and frees all. */
void binding_close(struct binding *b);

#endif
