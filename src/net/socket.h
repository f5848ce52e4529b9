/* SPDX-License-Identifier: MIT */
/* Calls that make, bind and connect sockets; observers are told of each. */
#ifndef NET_SOCKET_H
#define NET_SOCKET_H

#include "base/error.h"
#include "sys/socket/address.h"
#include "tap/tap.h"

/* A close-on-exec, non-blocking socket; protocol as for socket(2): 0, or
 * IPPROTO_MPTCP. Returns it, or -1 with errno. */
int socket_open(int family, int type, int protocol, struct tap *tap);

/* Why a UDP socket is connected. */
#define SOCKET_NOTES_ADDRESS                                                   \
	"nothing is sent: the kernel only notes the address"

/* connect(2); why, for observers, may be NULL. Returns 0, or -1 with errno. */
int socket_connect(
    int fd, const struct address *a, const char *why, struct tap *tap);

/* Opens a socket of the type that is connected to the address. Returns it,
 * or -1 with errno; the socket is closed then. */
int socket_open_to(
    const struct address *a, int type, const char *why, struct tap *tap);

/* Binds the source of this family, if there are sources. Returns 0, or -1 with
 * FAULT_BIND. */
int socket_bind_source(int fd, int family, const struct address_list *sources,
    struct tap *tap, struct error *err);

/* "stream", "seqpacket", "datagram"; "SOCK_STREAM" and so on. */
const char *socket_type(int type);
const char *socket_constant(int type);

#endif
