/* SPDX-License-Identifier: MIT */
/* The socket options that a user can ask for. */
#ifndef NET_SOCKOPTS_H
#define NET_SOCKOPTS_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/socket/socket-option.h"
#include "tap/tap.h"

#define SOCKOPT_UNSET (-1)

struct sockopts {
	bool nagle;     /* leave TCP_NODELAY off */
	bool keepalive; /* SO_KEEPALIVE */
	bool mptcp, fast_open, reuse_port;
	bool sctp;             /* instead of TCP, whose options it has not */
	bool broadcast, debug; /* SO_BROADCAST, SO_DEBUG */
	long send_buffer, recv_buffer; /* bytes, or SOCKOPT_UNSET */
	long tos, ttl;                 /* or SOCKOPT_UNSET */
	long min_ttl; /* of received packets (RFC 5082), or SOCKOPT_UNSET */
	const char *congestion, *interface;
	const char *md5_key; /* shared by both ends (RFC 2385) */
};

#define SOCKOPTS_DEFAULT                                                       \
	{                                                                      \
		.send_buffer = SOCKOPT_UNSET, .recv_buffer = SOCKOPT_UNSET,    \
		.tos = SOCKOPT_UNSET, .ttl = SOCKOPT_UNSET,                    \
		.min_ttl = SOCKOPT_UNSET                                       \
	}

/* How the socket will be used. */
enum sockopt_role { SOCKOPT_DIALER, SOCKOPT_LISTENER };

/* socket_open() of an internet socket, by MPTCP or SCTP if opts say so. Returns
 * as that. */
int sockopts_socket(
    int family, int type, const struct sockopts *opts, struct tap *tap);

/*
 * Sets the options that are wanted and that sockets of its type have
 * (SOCK_STREAM ...), before it is bound or connected; accepted sockets inherit
 * those of the listener. Returns 0, or -1 with FAULT_UNSUPPORTED and a text
 * that names the option, or FAULT_USAGE.
 */
int sockopts_apply(int fd, int type, enum sockopt_role role,
    const struct sockopts *opts, struct tap *tap, struct error *err);

#define SOCKOPT(level, option)                                                 \
	(&(const struct socket_option){ level, option, #level, #option })

/* Sets one number. why may be NULL. Returns as setsockopt(2). */
int sockopts_set_number(int fd, const struct socket_option *name, int value,
    const char *why, struct tap *tap);

#endif
