/* SPDX-License-Identifier: MIT */
/* What the files of the server share. */
#ifndef RELAY_SERVER_PRIVATE_H
#define RELAY_SERVER_PRIVATE_H

#include "relay/client.h"
#include "relay/server.h"

struct door {                  /* the listening sockets */
	bool is_shut;          /* no more clients are accepted */
	int64_t failing_since; /* a point in time; 0: accepting succeeds */
	int64_t paused_until;  /* before the next try */
	int64_t next_line;     /* when to tell of that again */
	int left;              /* how many a drain still accepts */
};

/* What goes wrong, and what it means for the status. */
struct troubles {
	struct error failure; /* of the server itself */
	uint64_t count;       /* of clients, when a call failed on this host */
	struct error first;   /* of those */
	int64_t period_end;   /* until then, lines about clients are counted */
	int lines;            /* told in this period */
	uint64_t left_out;    /* not told */
};

struct server {
	struct pollable pollable;
	struct server_opts opts;
	struct session_rules rules;
	struct loop *loop;
	struct client *clients;
	struct list changed, leaving;
	size_t active, leaving_count;
	uint64_t accepted;             /* so many have a number */
	size_t undecided, turned_away; /* may still be; were not let in */
	struct door door;
	struct troubles troubles;
	int64_t drain_deadline;
	int64_t first_by; /* the only client has to have come */
	bool is_single;   /* there is to be but one client */
	bool is_draining, is_over, has_failed, has_stopped, time_is_over;
	int last_status; /* of a program */
};

/* How many have come, without those that were turned away. */
uint64_t server_count(const struct server *s);

/* The door: what to wait for; accepting; no more from now on. */
void server_door_prepare(struct server *s, struct waiting *w);
void server_door_serve(struct server *s);
void server_door_shut(struct server *s);
void server_door_begin_drain(struct server *s);

/* Nobody else is waited for once all are let in that were to come. */
void server_check_complete(struct server *s);

/* Looks at all clients that have changed. */
void server_settle(struct server *s);

/* For all clients. */
void server_stop_programs(struct server *s);
void server_wake_sessions(struct server *s);
void server_cut_off_arriving(struct server *s);
void server_cut_off_all(struct server *s);

/* Tells of a trouble that ends one conversation only; of too many, how many. */
void server_warn(struct server *s, const struct error *err);
void server_tell_left_out(struct server *s);

/* A failure of this host ended one conversation. */
void server_note_failure(struct server *s, const struct error *err);

/* The trouble of the only conversation is the server's, that of one of many is
 * told if this host failed, or genet gave it up. */
void server_note_trouble(struct server *s, const struct error *err);

#endif
