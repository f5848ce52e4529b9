/* SPDX-License-Identifier: MIT */
/* Waiting for descriptors and signals, until a deadline. All waits of the
 * program are here or in sys/poller.h, so that none misses a signal. */
#ifndef SYS_WAITING_H
#define SYS_WAITING_H

#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* The set is filled anew before each wait. Begin with all zeros. */
struct waiting {
	struct pollfd *fds;
	unsigned count, capacity;
};

void waiting_clear(struct waiting *w);
void waiting_free(struct waiting *w);

/* Adds a descriptor; events as for poll(2). Events 0 wait for errors and
 * hang-ups only, a negative fd for nothing. Returns its slot. */
unsigned waiting_add(struct waiting *w, int fd, short events);

/* A slot of no descriptor. */
#define WAITING_NONE UINT_MAX

/* The events of a slot; 0 for WAITING_NONE. */
short waiting_result(const struct waiting *w, size_t slot);

/* Waits until a descriptor is ready, a signal comes, or the deadline passes.
 * Returns 1, or 0 at the deadline, or -1 with err filled: FAULT_SIGNAL if a
 * signal asks for the end. May return 1 with no slot ready. */
int waiting_until(struct waiting *w, int64_t deadline, struct error *err);

/* The same for one descriptor. */
int waiting_for(int fd, short events, int64_t deadline, struct error *err);

/* poll(2) with a deadline, and nothing else: for poller.c. */
int waiting_poll(struct pollfd *fds, unsigned count, int64_t deadline);

#endif
