/* SPDX-License-Identifier: MIT */
/* What the peers of the tests have in common: their sockets, their actions, and
 * how they fail. */
#ifndef PEER_SOCKET_H
#define PEER_SOCKET_H

#include <sys/socket.h>

typedef int peer_call(int fd, const struct sockaddr *addr, socklen_t len);
typedef int peer_name(int fd, struct sockaddr *addr, socklen_t *len);

/* Prints what went wrong, with the reason if errno has one, and exits. */
__attribute__((noreturn)) void peer_die(const char *what);

/* Makes a socket and calls bind or connect for it. The host is numeric, or
 * "unix": then the port is the path or the @name of a Unix socket. */
int peer_open(int type, peer_call *call, const char *host, const char *port);

/* Writes host and port, as getsockname or getpeername say, to descriptor to. */
void peer_print(int to, int fd, peer_name *get);

void peer_sleep_us(long us);

/* An action of a peer, NAME:TEXT, with the value of TEXT as a number. What a
 * talk is depends on the peer. */
struct talk;
struct peer_action {
	const char *name; /* NULL ends a table */
	void (*run)(struct talk *t, const char *text, long n);
};

/* Does what the word says. */
void peer_act(const struct peer_action *actions, struct talk *t, char *word);

#endif
