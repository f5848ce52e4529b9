/* SPDX-License-Identifier: MIT */
/* Connections that are held open together. */
#include "crowd.h"
#include "harness.h"

#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

/* At most so many are on their way at a time: more would overrun the backlog of
 * the listener, and a connection is tried again only after a second. */
enum { WAVE = 500, EVENTS = 256 };

struct hold {
	struct crowd *crowd;
	struct visitor *all;
	long count, started, waiting, up;
};

static void arrive(struct hold *h, struct visitor *v)
{
	checked(epoll_ctl(h->crowd->epoll, EPOLL_CTL_DEL, v->fd, NULL),
	    "epoll_ctl");
	h->waiting--;
	v->is_connected = crowd_is_connected(v);
	if (v->is_connected)
		h->up++;
	else
		crowd_hang_up(v);
}

static void open_all(struct hold *h, double end)
{
	while (
	    (h->started < h->count || h->waiting > 0) && seconds_now() < end) {
		struct epoll_event events[EVENTS];
		int count;

		while (h->started < h->count && h->waiting < WAVE)
			h->waiting +=
			    crowd_dial(h->crowd, &h->all[h->started++]);
		count = epoll_wait(h->crowd->epoll, events, EVENTS, 200);
		for (int i = 0; i < count; i++)
			arrive(h, events[i].data.ptr);
	}
}

/* Waits for a line of input, or its end. */
static void wait_for_word(double end)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };
	double rest = end - seconds_now();
	char byte = 0;

	while (rest > 0 && byte != '\n' &&
	       poll(&input, 1, (int)(rest * 1000)) > 0 &&
	       read(0, &byte, 1) == 1)
		rest = end - seconds_now();
}

int crowd_hold(struct crowd *c, long count, double seconds)
{
	struct hold h = { .crowd = c, .count = count };
	double begin = seconds_now();
	long sent = 0;

	h.all = memory((size_t)count * sizeof(*h.all));
	open_all(&h, begin + seconds);
	printf("up=%ld seconds=%.3f\n", h.up, seconds_now() - begin);
	fflush(stdout);

	wait_for_word(begin + seconds);
	for (long i = 0; i < count; i++)
		if (h.all[i].is_connected)
			sent += crowd_send(&h.all[i]);
	printf("sent=%ld\n", sent);
	fflush(stdout);
	wait_for_word(begin + seconds);
	return sent == count ? 0 : 1;
}
