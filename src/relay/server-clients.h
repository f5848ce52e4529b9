/* SPDX-License-Identifier: MIT */
/* What the files of the server do with one client, from accept(2) to its end.
 */
#ifndef RELAY_SERVER_CLIENTS_H
#define RELAY_SERVER_CLIENTS_H

#include "relay/server-private.h"

/* Lets the client of a new connection in, or refuses it. */
void server_admit(struct server *s, int fd, const struct address *remote);

/* Whether a client is refused for its address; observers are told. */
bool server_rejects(
    const struct server *s, int fd, const struct address *remote);

/* Tells observers who the client is, once that is known. header: of a proxy;
 * NULL: there was none. */
void server_identify(struct client *c, const struct proxy_header *header);

/* Begins the conversation with a client that is known. May free the client. */
void server_converse(struct client *c, const struct proxy_header *header);

/* Begins the handshakes that precede the conversation. */
void server_shake_hands(struct client *c);

/* Looks at a client that shakes hands: may let it in, move it in memory or free
 * it. Returns false if only taking leave of the peer is left to do. */
bool server_look_at_arriving(struct client *c);
void server_free_arriving(struct client *c);

/* Notes that the client has changed: server_settle() will look at it. */
void server_note_change(void *client);

/* Takes leave of the peer of a client that has no session so far. */
void server_leave_peer(struct client *c, struct stream *socket);

/* Begins to dial the target of a client of a relay. header: of a proxy; or
 * NULL. Looks at a client whose target is dialled: may begin its conversation,
 * or free it. Gives the dial up, and closes both ends; the client is reset. */
void server_reach(struct client *c, const struct proxy_header *header);
void server_look_at_reaching(struct client *c);
void server_free_reaching(struct client *c);

/* Removes a client from the server and frees it. */
void server_bury(struct client *c);

/* The address of the peer. */
struct address server_client_remote(const struct client *c);

/* The client as what makes its near end sees it. header: of a proxy; or NULL.
 */
struct arrival server_arrival(
    const struct client *c, const struct proxy_header *header);

/* Begins a session with the near end, which takes over both ends. */
void server_begin_session(struct client *c, const struct session_end *near);

/* Tells observers of the connection to the target of a client. */
void server_note_target(struct client *c, const struct connection *connection,
    const struct stream *near);

/* Makes c->connection, if an observer wants that. */
void server_note_connection(
    struct client *c, const struct proxy_header *header);

/* "connection from 192.0.2.1:80" */
void server_name_client(const struct client *c, char *buf, size_t size);

/* The same for the end of a relay that has failed, which may be the target. */
void server_name_broken(const struct client *c, char *buf, size_t size);

/* Tells observers that the program of the client has been started, or has ended
 * with the status. */
void server_tell_program(
    const struct client *c, enum tap_kind kind, int status);

/* Tells observers that the client has ended. Fills in the numbers. */
void server_tell_end(struct client *c, struct tap_closed how);

#endif
