/* SPDX-License-Identifier: MIT */
/* A connection, as observers are told of it. */
#ifndef TAP_EVENT_CONNECTION_H
#define TAP_EVENT_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/socket/address.h"
#include "sys/socket/credentials.h"
#include "tap/event/code.h"

enum tap_transport {
	TAP_TCP,
	TAP_UDP,
	TAP_UNIX_STREAM,
	TAP_UNIX_SEQPACKET,
	TAP_UNIX_DATAGRAM,
	TAP_VSOCK,
	TAP_SCTP,
	TAP_LOCAL, /* what is no socket: a program, a file, a terminal */
};

/* Datagrams have one for each pair of addresses. */
struct tap_connection {
	unsigned id; /* from 1 on; 0: it is the only one */
	enum tap_transport transport;
	bool is_dialled;                      /* by genet */
	const struct address *local, *remote; /* NULL: not known */
	const struct address *proxy; /* that sent its PROXY header; or NULL */
	const struct credentials *peer; /* of Unix sockets; or NULL */
};

/* Which end of what is relayed has ended first: it sends no more, or it was
 * broken off by a reset or a loss. */
enum tap_first {
	TAP_NEITHER,
	TAP_CLIENT_ENDED,
	TAP_TARGET_ENDED,
	TAP_CLIENT_BROKE,
	TAP_TARGET_BROKE,
};

/* What the client of a proxy server asks for. */
struct tap_requested {
	const char *protocol; /* "SOCKS5" */
	const char *host;
	unsigned port;
};

/* A client of a relay has got a connection to its target. */
struct tap_joined {
	const struct tap_connection *target;
	int64_t took_us;
};

/* One side of a connection has ended its stream, which had so many bytes. */
struct tap_half_close {
	enum tap_sequel sequel;
	uint64_t bytes;
	bool is_relayed;
};

/* By the family of its addresses and the type of its socket, SOCK_STREAM and
 * so on. */
enum tap_transport tap_transport_of(int family, int type);

/* The same of a socket that is open; fd is -1 if there is none. Asks the kernel
 * for its protocol if the family has several. */
enum tap_transport tap_transport_of_socket(int fd, int family, int type);

/* "unix-dgram": the word of events and of --write-out, as in addresses. */
const char *tap_transport_word(enum tap_transport transport);

/* Its user is at the terminal. */
struct tap_greeted {
	bool has_keys; /* typed keys come to genet */
};

#endif
