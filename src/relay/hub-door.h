/* SPDX-License-Identifier: MIT */
/* The listening sockets of a hub: who is accepted, and until when. */
#ifndef RELAY_HUB_DOOR_H
#define RELAY_HUB_DOOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct hub;

struct hub_door {
	uint32_t events;       /* what epoll is asked for */
	bool is_shut;          /* no more clients are accepted */
	int64_t failing_since; /* a point in time; 0: accepting succeeds */
	int64_t paused_until;  /* before the next try */
	int64_t next_line;     /* when to tell of that again */
	int drain_left;        /* how many a drain still accepts */
};

/* Asks epoll for clients, when the hub is made: a client that comes as soon as
 * the listener is ready is served. Returns 0, or -1 with err filled. */
int hub_door_open(struct hub *h, struct error *err);

/* The same again each turn, if there is room for another client. */
void hub_door_update(struct hub *h);

/* Accepts clients that wait. */
void hub_door_serve(struct hub *h);

/* From now on clients are refused. */
void hub_door_shut(struct hub *h);

#endif
