/* SPDX-License-Identifier: MIT */
/*
 * Waiting for descriptors, until a deadline, with an ear for signals. All
 * waiting of the program goes through here, so that no wait can miss Ctrl-C.
 */
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

/* Adds a descriptor; events as in poll(2), 0 waits for errors and hang-up
 * only, and a negative fd for nothing. Returns its slot. */
unsigned waiting_add(struct waiting *w, int fd, short events);

/* A slot of no descriptor. */
#define WAITING_NONE UINT_MAX

/* What poll(2) said about a slot; 0 of WAITING_NONE. */
short waiting_result(const struct waiting *w, size_t slot);

/*
 * Waits until a descriptor is ready, a signal came or the deadline has
 * passed. Returns 1, or 0 at the deadline, or -1 with FAULT_SIGNAL when the
 * user wants an end. May return 1 with no slot ready.
 */
int waiting_until(struct waiting *w, int64_t deadline, struct error *err);

/* Waits for one descriptor; otherwise like waiting_until(). */
int waiting_for(int fd, short events, int64_t deadline, struct error *err);

#endif
