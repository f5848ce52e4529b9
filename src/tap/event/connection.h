/* SPDX-License-Identifier: MIT */
/* A connection, as observers are told of it. */
#ifndef TAP_EVENT_CONNECTION_H
#define TAP_EVENT_CONNECTION_H

#include <stdbool.h>

#include "sys/socket/address.h"
#include "sys/socket/credentials.h"

enum tap_transport {
	TAP_TCP,
	TAP_UDP,
	TAP_UNIX_STREAM,
	TAP_UNIX_SEQPACKET,
	TAP_UNIX_DATAGRAM,
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

/* By the family of its addresses and the type of its socket, SOCK_STREAM and
 * so on. */
enum tap_transport tap_transport_of(int family, int type);

#endif
