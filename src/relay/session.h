/* SPDX-License-Identifier: MIT */
/*
 * A conversation between two ends: a lane each way, and the rules for how it
 * ends, which are the table in genet(1), HOW A SESSION ENDS. What is special
 * about an end is said by its policy.
 */
#ifndef RELAY_SESSION_H
#define RELAY_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "relay/lane.h"
#include "relay/loop.h"
#include "relay/policy.h"

enum session_phase {
	SESSION_OPEN,
	SESSION_LEAVING, /* the outcome is certain, but FAR may still send */
	SESSION_OVER,
};

struct session {
	struct pollable pollable;
	enum session_phase phase;
	unsigned left_bytes; /* read away in SESSION_LEAVING */
	const struct session_rules *rules;
	struct session_end ends[2];
	struct lane lanes[2];                    /* from NEAR, from FAR */
	const struct tap_connection *connection; /* for observers, or NULL */
	int64_t started, last_turn, last_move, last_confirmed; /* when */
	int64_t ask_at, ask_pause; /* for delivery; 0: no need to */
	int64_t left_until;        /* the end of SESSION_LEAVING */
	size_t unwritten;          /* lost, since the time of --for is over */
	struct error *failure;     /* NULL: none so far */
	void (*ended)(void *context); /* the phase is one of the last two */
	void *context;
};

/* The streams become the session's own; the rules stay the caller's. To run the
 * session, add session.pollable to a loop. */
void session_init(struct session *s, const struct session_rules *rules,
    const struct session_end *near, const struct session_end *far);

/* Has observers told which connection it is; it stays the caller's. */
void session_watch(struct session *s, const struct tap_connection *connection);

/* One that only takes leave of a peer (SESSION_LEAVING). Closing a socket with
 * input that nobody has read, or that comes later, resets the connection, and
 * the peer may lose what it was sent last (RFC 1122, 4.2.2.13). So the sending
 * side is shut down first, and what still comes is read away until the peer
 * ends, for a second and 1 MiB at most. */
void session_leave(
    struct session *s, const struct session_rules *rules, struct stream *far);

/* Out of the loop. Closes the streams; the result stays. */
void session_close(struct session *s);
void session_free(struct session *s);

/* Ends it at once, for this reason if there is none yet. */
void session_fail(struct session *s, const struct error *cause);

/* Tells the observers which way the bytes have gone, if they want that; once
 * the session has concluded, they have been told. */
void session_tell_moved(struct session *s);

/* Has it served although nothing has come; for stream->woken. */
void session_wake(void *session);

/* Whether the peer is gone, without having ended in good order. */
bool session_found_peer_gone(const struct session *s);

/* Returns 0, or -1 with the failure in err. Where that is a predicate of the
 * connection, that is named before it: "connection to HOST:PORT", and the
 * numbers of bytes stand behind it. */
int session_result(
    const struct session *s, const char *connection, struct error *err);

#endif
