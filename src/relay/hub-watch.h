/* SPDX-License-Identifier: MIT */
/* Shuttles between clients and watched programs, behind an epoll descriptor of
 * the hub: only those are served for which something has come, however many
 * there are. */
#ifndef RELAY_HUB_WATCH_H
#define RELAY_HUB_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/waiting.h"

struct client;
struct hub;

/* The most descriptors that a shuttle waits for. */
#define HUB_WATCH_FDS 3

struct hub_watch {
	struct client *client;
	struct hub_watch *next_ready;
	bool is_ready;          /* is in the hub's list of those to serve */
	struct waiting waiting; /* what the shuttle waits for */
	struct hub_watched_fd {
		struct hub_watch *watch;
		int fd;                 /* -1: none */
		uint32_t known, wanted; /* events, as epoll knows them */
		uint32_t came;
	} fds[HUB_WATCH_FDS];
	int64_t due; /* when to serve the shuttle at the latest */
};

/* Begins with the client's shuttle; hub_watch_refresh() comes next. Ended with
 * hub_watch_end(). */
void hub_watch_start(struct client *c);

/* Takes the shuttle's descriptors out of epoll, before they are closed. Accepts
 * a client that is not watched. */
void hub_watch_end(struct hub *h, struct client *c);

/* Asks the shuttle what it waits for now. To be called after each time that it
 * was served. Returns 0, or -1 with err filled if epoll does not take it. */
int hub_watch_refresh(struct hub *h, struct client *c, struct error *err);

/* Puts the client in the list of those to serve. */
void hub_watch_mark(struct hub *h, struct client *c);

/* Marks the clients for whose shuttles something has come. */
void hub_watch_collect(struct hub *h);

/* Takes a client from the list, with its results in its waiting; NULL if none
 * is left. */
struct client *hub_watch_take(struct hub *h);

#endif
