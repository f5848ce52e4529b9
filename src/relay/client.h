/* SPDX-License-Identifier: MIT */
/* One conversation of a server. */
#ifndef RELAY_CLIENT_H
#define RELAY_CLIENT_H

#include "base/list.h"
#include "net/proxy-header/proxy-header.h"
#include "relay/handshake.h"
#include "relay/peer-program.h"
#include "relay/session.h"

/* What a client needs only before its conversation. */
struct arriving {
	struct handshake handshake;
	bool says_header;           /* that of a proxy, and nothing so far */
	struct proxy_header header; /* that has come; version 0: none */
};

struct client {
	struct server *server;
	struct client *next, **link; /* of the server's */
	struct list_link changed;    /* of those to be looked at */
	struct list_link leaving;    /* of those whose peers are left */
	struct session session;      /* session.started is always set */
	bool has_session : 1, is_concluded : 1;
	bool is_arriving : 1;         /* shakes hands */
	bool is_passed_on : 1;        /* a proxy has said whose address it is */
	unsigned short remote_len;    /* of remote */
	int number;                   /* from 1 on */
	struct peer_program *program; /* or NULL */
	union {
		struct arriving *arriving; /* owned; if is_arriving */
		struct stream *socket;     /* that the program has itself */
	};
	/* For observers; NULL: none of them wants to know of it. */
	struct tap_connection *connection;
	char remote[]; /* the address of the peer, as long as that is */
};

#endif
