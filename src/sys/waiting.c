/* SPDX-License-Identifier: MIT */
/* Waiting for descriptors and signals, until a deadline. */
#include "sys/waiting.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/clock-fd.h"
#include "sys/signals.h"

void waiting_clear(struct waiting *w)
{
	w->count = 0;
}

void waiting_free(struct waiting *w)
{
	free(w->fds);
	*w = (struct waiting){ 0 };
}

unsigned waiting_add(struct waiting *w, int fd, short events)
{
	if (w->count == w->capacity) {
		w->capacity = w->capacity ? 2 * w->capacity : 2;
		w->fds = xreallocarray(w->fds, w->capacity, sizeof(*w->fds));
	}
	w->fds[w->count] = (struct pollfd){ .fd = fd, .events = events };
	return w->count++;
}

short waiting_result(const struct waiting *w, size_t slot)
{
	return slot == WAITING_NONE ? 0 : w->fds[slot].revents;
}

int waiting_poll(struct pollfd *fds, unsigned count, int64_t deadline)
{
	int64_t left = deadline == CLOCK_NEVER ? 0 : clock_left(deadline);
	struct timespec ts = { .tv_sec = left / CLOCK_SECOND,
		.tv_nsec = left % CLOCK_SECOND * 1000 };

	return ppoll(fds, count, deadline == CLOCK_NEVER ? NULL : &ts, NULL);
}

/* After a call that has failed no slot is ready: the caller looks at its state,
 * and waits again. */
static void forget_results(struct waiting *w)
{
	for (size_t i = 0; i < w->count; i++)
		w->fds[i].revents = 0;
}

int waiting_until(struct waiting *w, int64_t deadline, struct error *err)
{
	size_t signal_slot = waiting_add(w, signals_fd(), POLLIN);

	clock_fd_ring();
	int64_t latest = clock_fd_limit(deadline);
	int ready = waiting_poll(w->fds, w->count, latest);

	if (ready < 0) {
		if (errno != EINTR && errno != EAGAIN)
			return error_sys(err, FAULT_INTERNAL, "cannot poll");
		forget_results(w);
	} else if (w->fds[signal_slot].revents) {
		signals_clear();
	}
	w->count--;
	if (signals_pending())
		return error_signal(err, signals_pending());
	return ready != 0 || latest < deadline;
}

int waiting_for(int fd, short events, int64_t deadline, struct error *err)
{
	struct waiting w = { 0 };

	waiting_add(&w, fd, events);
	int ready = waiting_until(&w, deadline, err);
	waiting_free(&w);
	return ready;
}
