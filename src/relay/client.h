/* SPDX-License-Identifier: MIT */
/* One conversation of a server, and the program that takes part in it. */
#ifndef RELAY_CLIENT_H
#define RELAY_CLIENT_H

#include "relay/arriving.h"
#include "relay/peer-program.h"
#include "relay/session.h"
#include "sys/address.h"

/* What all clients of a server have in common. */
struct client_common {
	struct tap *tap;
	const struct session_rules *rules;
	const char *dialled; /* the peer that genet has connected to, or NULL */
	bool is_single;      /* there is to be but one */
};

struct client {
	struct client *next, **link;        /* of the server's */
	struct list_link changed;           /* of those to be looked at */
	struct list_link leaving;           /* of those whose peers are left */
	const struct client_common *common; /* a member of the server */
	struct session session;             /* session.started is always set */
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

/* The address of the peer. */
struct address client_remote(const struct client *c);

/* Fills in what observers are told, if they want that. header: of a proxy;
 * NULL: there was none. */
void client_note_connection(
    struct client *c, const struct proxy_header *header);

/* "connection from 192.0.2.1:80" */
void client_name(const struct client *c, char *buf, size_t size);

/* The status of its program, as far as that is its own doing; 0: none. */
int client_status(const struct client *c);

/* Tells the observers that its program has been started, or has ended with the
 * status. */
void client_tell_program(
    const struct client *c, enum tap_kind kind, int status);

/* Tells the observers that it has ended: how; the rest is filled in. */
void client_tell_end(struct client *c, struct tap_closed how);

#endif
