/* SPDX-License-Identifier: MIT */
/*
 * When a program that has the connection itself is to be ended because the
 * peer is gone: PEER_WATCH_RESET after a reset; after an end in good order,
 * which may have left the program with work, PEER_WATCH_CLOSED.
 */
#ifndef RELAY_PEER_WATCH_H
#define RELAY_PEER_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "tap/tap.h"

#define PEER_WATCH_RESET (5 * CLOCK_SECOND)
#define PEER_WATCH_CLOSED (60 * CLOCK_SECOND)

struct peer_watch {
	int fd;
	struct tap *tap;
	uint32_t events;  /* to ask poll(2) or epoll(7) for; 0: look no more */
	int64_t ended_at; /* the peer's end of sending; 0: not yet */
	int64_t end_program_at; /* CLOCK_NEVER: the peer may be there */
};

void peer_watch_begin(struct peer_watch *w, int fd, struct tap *tap);

/* The same for a peer that was found gone in another way. */
void peer_watch_found_gone(struct peer_watch *w, bool was_reset);

/* Takes what poll(2) or epoll(7) said about the socket. */
void peer_watch_note(struct peer_watch *w, uint32_t events);

#endif
