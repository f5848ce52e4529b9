/* SPDX-License-Identifier: MIT */
/* What the files of the server share of how clients come. */
#ifndef RELAY_ARRIVALS_H
#define RELAY_ARRIVALS_H

#include "relay/server-private.h"

/* Takes a new connection in, or turns it away. */
void server_admit(struct server *s, int fd, const struct address *remote);

/* Whether the client is turned away for its address; observers are told. */
bool server_rejects(const struct client *c);

/* It is known who the client is, which observers are told. header: of a proxy;
 * NULL: there was none. */
void server_identify(struct client *c, const struct proxy_header *header);

/* Begins the conversation with a client that is known. It may free it. */
void server_converse(struct client *c, const struct proxy_header *header);

/* Begins what comes before that. */
void server_shake_hands(struct client *c);

/* Looks at a client that shakes hands. Returns false if nothing is left but to
 * take leave of its peer; else it may have been let in, moved or freed. */
bool server_look_at_arriving(struct client *c);
void server_free_arriving(struct client *c);

/* Takes leave of a peer, by a session that the client did not need so far. */
void server_leave_peer(struct client *c, struct stream *socket);

/* Nobody else is waited for once all are let in that were to come. */
void server_check_complete(struct server *s);

#endif
