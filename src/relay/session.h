/* SPDX-License-Identifier: MIT */
/* A conversation between two ends: a lane in each direction, and the rules for
 * how it ends: genet(1), HOW A SESSION ENDS. The policy of an end (struct
 * session_end) says how it differs from others. */
#ifndef RELAY_SESSION_H
#define RELAY_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "relay/lane.h"
#include "relay/loop.h"
#include "relay/policy.h"
#include "tap/event/connection.h"

enum session_phase {
	SESSION_OPEN,
	SESSION_LEAVING, /* the result is known; reads away what FAR sends */
	SESSION_OVER,
};
struct session {
	struct pollable pollable;
	enum session_phase phase;
	unsigned left_bytes; /* that were read away in SESSION_LEAVING */
	const struct session_rules *rules;
	struct session_end ends[2];
	struct lane lanes[2];                    /* from NEAR, from FAR */
	const struct tap_connection *connection; /* for observers, or NULL */
	/* Points in time; last_turn is the start of the present turn. */
	int64_t started, last_turn, last_move, last_confirmed;
	int64_t ask_at, ask_pause; /* when to ask for delivery; 0: never */
	int64_t watch_at;   /* when to watch an end that has ended; 0: never */
	int64_t left_until; /* when SESSION_LEAVING ends */
	size_t unwritten;   /* bytes lost when enough_at had come */
	struct error *failure;    /* NULL: none so far */
	bool is_breaking;         /* a wire, one of whose ends has failed */
	enum session_side broken; /* which, and when */
	int64_t broken_at;
	enum tap_first first;         /* of a wire */
	void (*ended)(void *context); /* called in the last two phases */
	void *context;
};

/* The session takes the streams over; the rules stay the caller's. To run it,
 * add session.pollable to a loop. */
void session_init(struct session *s, const struct session_rules *rules,
    const struct session_end *near, const struct session_end *far);

/* Names the connection, which stays the caller's, to observers. */
void session_watch(struct session *s, const struct tap_connection *connection);

/* Makes a session that only takes leave of a peer (SESSION_LEAVING). To close a
 * socket with unread input, or before more input comes, resets the connection,
 * and the peer may lose the last bytes that were sent to it (RFC 1122,
 * 4.2.2.13). So the session shuts the sending side down first and reads away
 * what comes until the peer ends, for at most a second and 1 MiB. */
void session_leave(
    struct session *s, const struct session_rules *rules, struct stream *far);

/* Out of the loop: closes the streams; frees all. */
void session_close(struct session *s);
void session_free(struct session *s);

/* Ends the session at once. The first cause is the one that is reported. */
void session_fail(struct session *s, const struct error *cause);

/* Tells observers in which way the bytes were moved, as a session that
 * concludes does itself, and has the ends of a wire reset. */
void session_cut_off(struct session *s);

/* Whether the peer is gone although the conversation had not ended. */
bool session_found_peer_gone(const struct session *s);

/* Returns 0, or -1 with the failure in err. If the failure is a predicate of
 * the connection, the text begins with the name of the connection, "connection
 * to HOST:PORT", and ends with the numbers of bytes. */
int session_result(
    const struct session *s, const char *connection, struct error *err);

#endif
