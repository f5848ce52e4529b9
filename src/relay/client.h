/* SPDX-License-Identifier: MIT */
/* A client of a server: its conversation, and what belongs to that. */
#ifndef RELAY_CLIENT_H
#define RELAY_CLIENT_H

#include "base/list.h"
#include "net/proxy-header/proxy-header.h"
#include "net/proxy-server/proxy-server.h"
#include "relay/dialler.h"
#include "relay/handshake.h"
#include "relay/peer-program.h"
#include "relay/session.h"

/* What a client needs before its conversation only. */
struct arriving {
	struct handshake handshake;
	unsigned char step;         /* which handshake that is */
	bool says_header;           /* the header of a proxy is awaited */
	struct proxy_header header; /* version 0: none has come */
	struct proxy_server_request request; /* port 0: none has come */
};

/* What a client of a relay needs until its target is reached. */
struct reaching {
	struct dialler dialler;
	struct stream *far;                   /* owned; NULL: answer has it */
	struct proxy_server_request *request; /* owned; NULL: there is none */
	struct handshake answer;              /* to that request */
};

struct client {
	struct server *server;
	struct client *next, **link; /* of the server's */
	struct list_link changed;    /* of clients to look at */
	struct list_link leaving;    /* of clients in SESSION_LEAVING */
	struct session session;      /* session.started is always set */
	bool has_session : 1, is_concluded : 1;
	bool is_arriving : 1;         /* shakes hands */
	bool is_reaching : 1;         /* its target is dialled */
	bool is_passed_on : 1;        /* remote is what a proxy has said */
	unsigned short remote_len;    /* of remote */
	int number;                   /* from 1 on */
	struct peer_program *program; /* or NULL */
	struct client_late *late;     /* a fault lets it wait; or NULL */
	union {
		struct arriving *arriving; /* owned; if is_arriving */
		struct reaching *reaching; /* owned; if is_reaching */
		struct stream *socket;     /* if no session has it */
	};
	/* For observers; NULL: none wants to know of the client. The second
	 * one is that to the target of a relay, once it is there. */
	struct tap_connection *connection, *target;
	char remote[]; /* the address of the peer: remote_len bytes */
};

#endif
