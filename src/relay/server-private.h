/* SPDX-License-Identifier: MIT */
/* What the files of the server share. */
#ifndef RELAY_SERVER_PRIVATE_H
#define RELAY_SERVER_PRIVATE_H

#include "relay/client.h"
#include "relay/server.h"

struct door {                  /* the state of the listening sockets */
	bool is_shut;          /* no more clients are accepted */
	int64_t failing_since; /* a point in time; 0: accepting succeeds */
	int64_t paused_until;  /* accepts nothing before this time */
	int64_t next_line;     /* warns of a failure no earlier */
	int left;              /* clients that a drain still accepts */
};

/* Failures, which decide the exit status. */
struct troubles {
	struct error failure; /* of the server itself */
	uint64_t count;       /* of clients whom a call on this host failed */
	struct error first;   /* the first of these failures */
	int64_t period_end;   /* of the present LINES_PERIOD */
	int lines;            /* warnings told in this period */
	uint64_t left_out;    /* warnings that were not told */
};

struct server {
	struct pollable pollable;
	struct server_opts opts;
	struct session_rules rules;
	struct loop *loop;
	struct client *clients;
	struct list changed, leaving;
	size_t active, leaving_count;
	uint64_t accepted;  /* clients with a number */
	size_t undecided;   /* clients whose PROXY header is awaited */
	size_t turned_away; /* clients refused because of that header */
	struct door door;
	struct server_senders *senders; /* in place of the door; or NULL */
	struct troubles troubles;
	int64_t drain_deadline;
	int64_t first_by; /* until when the only client has to come */
	bool is_single;   /* max_accepted is 1 */
	bool is_draining, is_over, has_failed, has_stopped, time_is_over;
	int last_status; /* of the program that ended last */
};

/* The number of clients so far, without those that were turned away. */
uint64_t server_count(const struct server *s);
/* The door: adds what to wait for, and returns when it opens again, if it does;
 * accepts; stops; drains. */
int64_t server_door_prepare(struct server *s, struct waiting *w);
void server_door_serve(struct server *s);
void server_door_shut(struct server *s);
void server_door_begin_drain(struct server *s);

/* The same for senders of datagrams, in place of the door. */
void server_senders_open(struct server *s);
void server_senders_drain(struct server *s);
void server_senders_close(struct server *s);

/* Shuts the door if max_accepted clients have come and none is undecided. */
void server_check_complete(struct server *s);
/* Functions for all clients; the first one looks at those that have changed. */
void server_settle(struct server *s);
void server_stop_programs(struct server *s);
void server_cut_off_arriving(struct server *s);
void server_cut_off_all(struct server *s);

/* Warn of a failure that ends one client only; of those left out so far. */
void server_warn(struct server *s, const struct error *err);
void server_tell_left_out(struct server *s);
/* Counts a failure of this host that has ended one client, and warns. */
void server_note_failure(struct server *s, const struct error *err);
/* The failure of the only client becomes that of the server. Otherwise warns,
 * if a call on this host failed or genet has dropped the client. */
void server_note_trouble(struct server *s, const struct error *err);

#endif
