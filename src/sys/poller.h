/* SPDX-License-Identifier: MIT */
/* Waiting for many descriptors, and for signals: epoll(7), or poll(2) where
 * that is all there is. Events are those of poll(2). */
#ifndef SYS_POLLER_H
#define SYS_POLLER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"

/* In place of events: the descriptor is not in the set; it may be, with any
 * events. Events 0 wait for errors and hang-ups only. */
#define POLLER_OUT (-1)
#define POLLER_UNKNOWN (-2)

/* Together with events: they are reported once for each change (EPOLLET,
 * epoll(7)). By poll(2), which knows no changes, what lasts is reported again
 * after POLLER_EDGE_PAUSE, errors and hang-ups once. */
#define POLLER_EDGE 0x4000
#define POLLER_EDGE_PAUSE (CLOCK_SECOND / 100)

/* Together with events, and without a meaning for the poller: nobody else has
 * the file, so that poller_leave() is enough before the descriptor is closed.
 */
#define POLLER_SOLE 0x1000

/* The event that a peer has ended, with or without bytes before that
 * (POLLRDHUP); 0 where no event tells of it. */
extern const short poller_peer_end;

/* The most events that one wait returns. */
#define POLLER_EVENTS 256

struct poller {
	int fd;                 /* of the kernel's set; -1: there is none */
	struct poller_set *set; /* where the kernel keeps none; or NULL */
};

struct poller_event {
	int fd;
	short events;
};

/* Returns 0, or -1 with err filled. Closed with poller_close(). */
int poller_open(struct poller *p, struct error *err);
void poller_close(struct poller *p);

/*
 * Changes the events of a descriptor; from and to may be POLLER_OUT, and from
 * POLLER_UNKNOWN. Returns 0, or -1 with errno: EPERM for files that are always
 * ready, such as a regular one. A descriptor that another process may have has
 * to be taken out before it is closed: the set refers to the open file
 * description.
 */
int poller_change(struct poller *p, int fd, int from, int to);

/* The descriptor is about to be closed, and nobody else has the file: costs no
 * system call. */
void poller_leave(struct poller *p, int fd);

/*
 * Waits until descriptors are ready, a signal comes, or the deadline passes.
 * Returns how many events are in the array, 0 also at the deadline; or -1 with
 * err filled: FAULT_SIGNAL if a signal asks for the end. *is_signalled: another
 * signal came; a child may have ended.
 */
int poller_wait(struct poller *p, int64_t deadline,
    struct poller_event out[POLLER_EVENTS], bool *is_signalled,
    struct error *err);

#endif
