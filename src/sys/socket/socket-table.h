/* SPDX-License-Identifier: MIT */
/* The table of sockets of the kernel, read by netlink (sock_diag(7)): those of
 * this network namespace. */
#ifndef SYS_SOCKET_SOCKET_TABLE_H
#define SYS_SOCKET_SOCKET_TABLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/socket/address.h"

struct socket_entry {
	struct address local; /* .takes_both says whether IPv6 takes IPv4 */
	int type;             /* SOCK_STREAM ... */
	bool listens;         /* it accepts connections */
	bool is_connected;    /* a UDP socket, to one peer */
	ino_t inode;          /* of the socket, not of its file */
	uid_t user;           /* whose process has made it; not of Unix ones */
	unsigned interface;   /* it is bound to this one (SO_BINDTODEVICE); 0 */
	/* Of a listener: how many connections wait to be accepted, and how many
	 * may. */
	unsigned waiting, backlog;
};

/*
 * Whether a socket has the address: a TCP listener (SOCK_STREAM) or a UDP
 * socket (SOCK_DGRAM) with the same port, and this address or all; a Unix
 * socket of any type with this path; a Unix socket of this type (0: any) with
 * this abstract name. Fills out with the first. If there is none, out stays as
 * it is, and errno is 0, or why the kernel gives no answer.
 */
bool socket_table_find(
    const struct address *wanted, int type, struct socket_entry *out);

/* Whether what is sent to the address comes to this TCP or UDP socket, whatever
 * interface it is bound to. All addresses of IPv6 include those of IPv4, unless
 * the socket is for IPv6 only. */
bool socket_entry_takes(
    const struct socket_entry *entry, const struct address *wanted);

/* Shows each TCP listener (SOCK_STREAM) or UDP socket (SOCK_DGRAM) with this
 * port (0: any) to take. Returns 0, or -1 with errno. */
int socket_table_each(int type, unsigned port,
    void (*take)(void *context, const struct socket_entry *entry),
    void *context);

/* The TCP connections that have this local port, by state (tcp(7)). */
struct socket_counts {
	unsigned syn_received; /* the handshake is not over */
	unsigned established, time_wait;
	/* The peer has ended, and the program here has not; without those that
	 * still wait to be accepted. */
	unsigned close_wait;
	struct address syn_sender; /* of one of those; len 0: there is none */
};

/* Returns 0, or -1 with errno. */
int socket_table_count(unsigned port, struct socket_counts *out);

#endif
