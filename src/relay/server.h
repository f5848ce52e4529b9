/* SPDX-License-Identifier: MIT */
/*
 * A set of clients, one or thousands: those that a listener accepts, the
 * senders of datagrams to it, or one peer that was dialled. Only the server
 * adds and removes clients; the conversation with each is a session, or a
 * program that has the socket.
 */
#ifndef RELAY_SERVER_H
#define RELAY_SERVER_H

#include "net/address/cidr.h"
#include "net/bind/listener.h"
#include "relay/arrival.h"
#include "relay/handshake.h"
#include "relay/peer-program.h"
#include "relay/session.h"

struct server;

struct server_opts {
	/* NULL: server_take() only. Each sender of datagrams is a client. */
	struct listener *listener;
	const char *dialled; /* then: the peer's name, for messages */
	unsigned number;     /* of the only client, for observers */
	struct child behind; /* the program there, taken over; pid 0: none */
	size_t max_clients; /* at once; others wait, or end the idlest sender */
	uint64_t max_accepted; /* in all; 0: no limit */
	const struct cidr_list *allow, *deny;
	struct handshake_opts handshakes;
	struct session_rules rules; /* the server sets enough_at */
	int64_t for_us;             /* from the start or the only arrival */
	int64_t arrival_us;         /* how long the only client may take */
	struct session_end far;     /* the policy of peers, without a stream */
	bool speaks_telnet;         /* peers do: decline their options */
	const struct peer_program_opts *program; /* for each client; or NULL */
	/* Without program: makes the near end. Returns 0, or -1 with err. */
	int (*make_near)(void *context, const struct arrival *a,
	    struct session_end *near, struct error *err);
	/* Or, for a relay: makes the dial of the target, whose connection is
	 * the near end. Returns NULL with err filled. */
	struct dial *(*reach)(
	    void *context, const struct arrival *a, struct error *err);
	struct session_end near; /* its policy */
	struct tap *near_tap;    /* observers of that connection */
	bool drain_ends_well;    /* also if clients have to be cut off then */
	/* How many bytes wait for the output of all clients; or NULL. */
	size_t (*unwritten)(void *context);
	void (*ended)(void *context); /* called when the server has ended */
	void *context;
};

/* Adds a server to the loop. Freeing cuts off all clients, and accepts NULL. */
struct server *server_new(const struct server_opts *opts, struct loop *loop);
void server_free(struct server *s);

/* Adds a client, from that address. The server takes its stream over. */
void server_take(struct server *, struct stream *far, const struct address *);

/* Ends the server for a reason that does not come from one client. Has it, or
 * all sessions, served without an event. */
void server_fail(struct server *s, const struct error *cause);
void server_wake(void *server);
void server_wake_sessions(struct server *s);

/* Accepts the clients in the backlog, and none later. The server ends when all
 * clients have finished, or at the deadline. */
void server_drain(struct server *s, int64_t deadline);

/* The faults of the rules have changed. Resets all sessions: how many. */
void server_note_faults(void *server);
size_t server_reset_all(struct server *s);

bool server_has_one_client(const struct server *s); /* and no more */
bool server_has_served(const struct server *s);
bool server_has_failed(const struct server *s);
/* Returns 0, or -1 with err filled. A client's failure is none of the server,
 * unless max_accepted is 1 or a call failed here. incomplete: of files. */
int server_result(struct server *s, uint64_t incomplete, struct error *err);

#endif
