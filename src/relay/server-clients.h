/* SPDX-License-Identifier: MIT */
/* What the files of the server do with one client: how it comes, what is told
 * of it, and how it goes. */
#ifndef RELAY_SERVER_CLIENTS_H
#define RELAY_SERVER_CLIENTS_H

#include "relay/server-private.h"

/* Takes a new connection in, or turns it away. */
void server_admit(struct server *s, int fd, const struct address *remote);

/* Whether a client is turned away for its address; observers are told. */
bool server_rejects(
    const struct server *s, int fd, const struct address *remote);

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

/* Notes that the client has changed: server_settle() looks at it. */
void server_note_change(void *client);

/* Takes leave of a peer, by a session that the client did not need so far. */
void server_leave_peer(struct client *c, struct stream *socket);

/* Frees a client: the only place where one goes. */
void server_bury(struct client *c);

/* The address of the peer. */
struct address server_client_remote(const struct client *c);

/* Fills in what observers are told, if they want that. */
void server_note_connection(
    struct client *c, const struct proxy_header *header);

/* "connection from 192.0.2.1:80" */
void server_name_client(const struct client *c, char *buf, size_t size);

/* Tells the observers that its program has been started, or has ended with the
 * status. */
void server_tell_program(
    const struct client *c, enum tap_kind kind, int status);

/* Tells the observers that it has ended: how; the rest is filled in. */
void server_tell_end(struct client *c, struct tap_closed how);

#endif
