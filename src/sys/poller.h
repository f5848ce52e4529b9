/* SPDX-License-Identifier: MIT */
/*
 * The kernel's set of descriptors to wait for, changed by differences, with an
 * ear for signals: epoll(7). Events are those of poll(2).
 */
#ifndef SYS_POLLER_H
#define SYS_POLLER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* In place of events: the descriptor is not in the set. 0 waits for errors and
 * hang-ups only. */
#define POLLER_OUT (-1)

/* With other events: they are told when something new has come, and not again
 * while it is left there (EPOLLET, epoll(7)). */
#define POLLER_EDGE 0x4000

/* The most events that one wait returns. */
#define POLLER_EVENTS 256

struct poller {
	int fd; /* of the set; -1: not open */
};

struct poller_event {
	int fd;
	short events;
};

/* Returns 0, or -1 with err filled. Closed with poller_close(). */
int poller_open(struct poller *p, struct error *err);
void poller_close(struct poller *p);

/*
 * Waits for events `to` of a descriptor instead of `from`; either may be
 * POLLER_OUT. Returns 0, or -1 with errno: EPERM for what is always ready, such
 * as a regular file. A descriptor must be taken out before it is closed: the
 * set holds the open file, which another process may hold as well.
 */
int poller_change(struct poller *p, int fd, int from, int to);

/*
 * Waits until descriptors are ready, a signal came or the deadline has passed.
 * Returns how many events are in the array, 0 also at the deadline; or -1 with
 * err filled: FAULT_SIGNAL when the user wants an end. *is_signalled: a signal
 * came that is no such wish; a child may have ended.
 */
int poller_wait(struct poller *p, int64_t deadline,
    struct poller_event out[POLLER_EVENTS], bool *is_signalled,
    struct error *err);

#endif
