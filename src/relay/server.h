/* SPDX-License-Identifier: MIT */
/*
 * A set of conversations, one or thousands: those of the clients of a listener,
 * or one that was dialled. Only the server adds and removes them. How each of
 * them goes is the affair of its session.
 */
#ifndef RELAY_SERVER_H
#define RELAY_SERVER_H

#include "net/address/cidr.h"
#include "net/bind/listener.h"
#include "relay/handshake.h"
#include "relay/peer-program.h"
#include "relay/session.h"

struct server;

/* A conversation that begins. */
struct arrival {
	int number; /* from 1 on */
	struct address remote;
	const struct tap_connection *connection; /* or NULL */
	bool is_dialled;
	bool carries_messages;
};

struct server_opts {
	struct listener *listener; /* NULL: server_take() only */
	const char *dialled;       /* then: who was, for messages */
	size_t max_clients;        /* at once; more wait in the backlog */
	uint64_t max_accepted;     /* stop accepting then; 0: no limit */
	const struct cidr_list *allow, *deny;
	struct handshake_opts handshakes;
	struct session_rules rules; /* enough_at is the server's own */
	int64_t for_us;             /* after the start, or the only arrival */
	int64_t arrival_us;         /* for the only client to come */
	struct session_end far;     /* how the peers are, without a stream */
	bool speaks_telnet;         /* peers do: their options are declined */
	const struct peer_program_opts *program; /* for each; or NULL: */
	/* Makes the near end. Returns 0, or -1 with err filled. */
	int (*make_near)(void *context, const struct arrival *a,
	    struct session_end *near, struct error *err);
	/* How many bytes wait for a common output; NULL: there is none. */
	size_t (*unwritten)(void *context);
	/* The server has ended. */
	void (*ended)(void *context);
	void *context;
};

/* Begins in the loop. Freed with server_free(). */
struct server *server_new(
    const struct server_opts *opts, struct loop *loop, struct tap *tap);

/* Cuts off the conversations that go on. Accepts NULL. */
void server_free(struct server *s);

/* Takes over the stream of a connection. */
void server_take(
    struct server *s, struct stream *far, const struct address *remote);

/* Ends the server for a reason that is not that of one conversation. */
void server_fail(struct server *s, const struct error *cause);

/* Something has changed that the server may wait for. */
void server_wake(struct server *s);

/* Accepts the clients in the backlog, and none that come later; the clients
 * have until the deadline to finish. Then the server has ended. */
void server_drain(struct server *s, int64_t deadline);

bool server_has_served(const struct server *s);
bool server_has_failed(const struct server *s);

/* How it ended: 0, or -1 with err filled. The trouble of one client is not the
 * server's, unless it was to be the only one, or a call failed on this host.
 * Of so many files of clients not all is written. */
int server_result(struct server *s, uint64_t incomplete, struct error *err);

#endif
