/* SPDX-License-Identifier: MIT */
/* What the files of the server do with one client, from accept(2) to its end.
 */
#ifndef RELAY_SERVER_CLIENTS_H
#define RELAY_SERVER_CLIENTS_H

#include "relay/server-private.h"

/* Lets the client of a new connection in, or refuses it. Whether a client is
 * refused for its address; observers are told. */
void server_admit(struct server *s, int fd, const struct address *remote);
bool server_rejects(
    const struct server *s, int fd, const struct address *remote);

/* Tells observers who the client is, once that is known. header: of a proxy;
 * NULL: there was none. */
void server_identify(struct client *c, const struct proxy_header *header);

/* Begins with a new client. May free the client. */
void server_begin(struct client *c);

/* Begins the conversation with a client that is known. May free the client.
 * request: to a proxy server; or NULL. */
void server_converse(struct client *c, const struct proxy_header *header,
    const struct proxy_server_request *request);

/* Whether handshakes precede a conversation; begins those. */
bool server_shakes_hands(const struct server *s);
void server_shake_hands(struct client *c);

/* Looks at a client that shakes hands: may let it in, move it in memory or free
 * it. Returns false if only taking leave of the peer is left to do. */
bool server_look_at_arriving(struct client *c);
void server_free_arriving(struct client *c);

/* Notes that the client has changed: server_settle() will look at it. */
void server_note_change(void *client);

/* Takes leave of the peer of a client that has no session so far. */
void server_leave_peer(struct client *c, struct stream *socket);

/* Begins to dial the target of a client of a relay. Looks at the client while
 * that is dialled, as server_look_at_arriving(). Gives the dial up, and closes
 * both ends; the client is reset. The stream of the client meanwhile. */
void server_reach(struct client *c, const struct arrival *arrival);
bool server_look_at_reaching(struct client *c);
void server_free_reaching(struct client *c);
struct stream *server_reaching_far(const struct client *c);

/* Removes a client from the server and frees it. */
void server_bury(struct client *c);

/* The address of the peer. The client as what makes its near end sees it;
 * header: of a proxy; or NULL. */
struct address server_client_remote(const struct client *c);
struct arrival server_arrival(
    const struct client *c, const struct proxy_header *header);

/* Begins a session with the near end, which takes over both ends. Tells
 * observers of the connection to the target of a client. */
void server_begin_session(struct client *c, const struct session_end *near);
void server_note_target(struct client *c, const struct connection *connection,
    const struct stream *near);

/* Makes c->connection, if an observer wants that. */
void server_note_connection(
    struct client *c, const struct proxy_header *header);

/* "connection from 192.0.2.1:80"; the same for the end of a relay that has
 * failed, which may be the target. */
void server_name_client(const struct client *c, char *buf, size_t size);
void server_name_broken(const struct client *c, char *buf, size_t size);

/* Tells observers that the program of the client has been started, or has ended
 * with the status. */
void server_tell_program(
    const struct client *c, enum tap_kind kind, int status);

/* Tells observers that the client has ended. Fills in the numbers. */
void server_tell_end(struct client *c, struct tap_closed how);

#endif
