/* SPDX-License-Identifier: MIT */
/*
 * The set of descriptors to wait for, by poll(2): its costs grow with the set.
 * Events with POLLER_EDGE rest once they were told: they are left out of what
 * is waited for, until the pause is over or the events are changed.
 */
#include "sys/poller.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/xalloc.h"
#include "sys/clock-fd.h"
#include "sys/signals.h"
#include "sys/waiting.h"

/* The first place is that of the signals. */
#define FIRST 1

/* A descriptor after whose errors and hang-ups nothing else follows. */
#define LAST (POLLERR | POLLHUP)

const short poller_peer_end = 0;

struct member {
	int fd;
	int wanted; /* with POLLER_EDGE */
	int told;   /* events that rest */
};

struct poller_set {
	struct pollfd *fds;
	struct member *members; /* at the same places */
	unsigned count, capacity;
	unsigned *places; /* by descriptor; 0: not in the set */
	size_t place_count;
	unsigned next;    /* where the search for events begins */
	int64_t again_at; /* when what rests is told again */
};

/* Members */

static unsigned *place_of(struct poller_set *s, int fd)
{
	size_t count = s->place_count;

	if ((size_t)fd < count)
		return &s->places[fd];
	s->place_count = 2 * (size_t)fd + 16;
	s->places =
	    xreallocarray(s->places, s->place_count, sizeof(*s->places));
	for (; count < s->place_count; count++)
		s->places[count] = 0;
	return &s->places[fd];
}

/* Sets what poll(2) is asked of a member. */
static void ask(struct poller_set *s, unsigned place)
{
	const struct member *m = &s->members[place];

	s->fds[place] = (struct pollfd){
		.fd = (m->told & LAST) ? -1 : m->fd,
		.events = (short)(m->wanted & ~(POLLER_EDGE | m->told)),
	};
}

static void grow(struct poller_set *s)
{
	if (s->count < s->capacity)
		return;
	s->capacity = 2 * s->capacity + 16;
	s->fds = xreallocarray(s->fds, s->capacity, sizeof(*s->fds));
	s->members =
	    xreallocarray(s->members, s->capacity, sizeof(*s->members));
}

static void add(struct poller_set *s, unsigned *place, int fd)
{
	grow(s);
	*place = s->count++;
	s->members[*place] = (struct member){ .fd = fd };
}

/* The last member takes the place. */
static void take_out(struct poller_set *s, unsigned *place)
{
	unsigned last = --s->count;

	s->fds[*place] = s->fds[last];
	s->members[*place] = s->members[last];
	s->places[s->members[last].fd] = *place;
	*place = 0;
}

void poller_leave(struct poller *p, int fd)
{
	unsigned *place = place_of(p->set, fd);

	if (*place)
		take_out(p->set, place);
}

/* As epoll_ctl(2), which does not take files that are always ready. */
static int check(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return 0;
	errno = EPERM;
	return -1;
}

int poller_change(struct poller *p, int fd, int from, int to)
{
	struct poller_set *s = p->set;

	if (from == to)
		return 0;
	if (to == POLLER_OUT) {
		poller_leave(p, fd);
		return 0;
	}
	unsigned *place = place_of(s, fd);
	/* In place of a file that was closed there may be another one. */
	if ((from == POLLER_OUT || !*place) && check(fd) < 0)
		return -1;
	if (!*place)
		add(s, place, fd);
	s->members[*place].wanted = to & ~POLLER_SOLE;
	s->members[*place].told = 0;
	ask(s, *place);
	return 0;
}

int poller_open(struct poller *p, struct error *err)
{
	*p = (struct poller){ .fd = -1, .set = xcalloc(1, sizeof(*p->set)) };
	grow(p->set);
	p->set->count = p->set->next = FIRST;
	p->set->again_at = CLOCK_NEVER;
	return 0;
}

void poller_close(struct poller *p)
{
	struct poller_set *s = p->set;

	if (s) {
		free(s->fds);
		free(s->members);
		free(s->places);
		free(s);
	}
	*p = (struct poller){ .fd = -1 };
}

/* Edges */

/* Notes that events were told. */
static void rest(struct poller_set *s, unsigned place, int events)
{
	struct member *m = &s->members[place];

	if (!(m->wanted & POLLER_EDGE))
		return;
	m->told |= events;
	ask(s, place);
	if (!(events & LAST) && s->again_at == CLOCK_NEVER)
		s->again_at = clock_after(POLLER_EDGE_PAUSE);
}

static void end_rests(struct poller_set *s)
{
	if (clock_now() < s->again_at)
		return;
	s->again_at = CLOCK_NEVER;
	for (unsigned i = FIRST; i < s->count; i++) {
		if (!s->members[i].told)
			continue;
		s->members[i].told &= LAST;
		ask(s, i);
	}
}

/* Waiting */

static int wait_until(struct poller_set *s, int64_t deadline)
{
	int64_t latest = clock_fd_limit(clock_earlier(deadline, s->again_at));

	s->fds[0] = (struct pollfd){ .fd = signals_fd(), .events = POLLIN };
	int n = waiting_poll(s->fds, s->count, latest);
	/* The kernel may lack memory for a moment. */
	return n < 0 && errno == EAGAIN ? 0 : n;
}

/* Gives as many events as there is room for, and next time those of others
 * first. A member that was closed leaves the set. */
static int collect(
    struct poller_set *s, int n, struct poller_event out[POLLER_EVENTS])
{
	unsigned looked_at = 0, members = s->count - FIRST;
	int count = 0;

	for (; n > 0 && count < POLLER_EVENTS && looked_at < members;
	     looked_at++) {
		if (s->next >= s->count)
			s->next = FIRST;
		struct pollfd found = s->fds[s->next];
		if (!found.revents) {
			s->next++;
			continue;
		}
		n--;
		s->fds[s->next].revents = 0;
		if (found.revents & POLLNVAL) {
			take_out(s, place_of(s, found.fd));
			continue;
		}
		out[count++] = (struct poller_event){ found.fd, found.revents };
		rest(s, s->next++, found.revents);
	}
	return count;
}

int poller_wait(struct poller *p, int64_t deadline,
    struct poller_event out[POLLER_EVENTS], bool *is_signalled,
    struct error *err)
{
	struct poller_set *s = p->set;
	int n, count = 0;

	clock_fd_ring();
	end_rests(s);
	n = wait_until(s, deadline);
	*is_signalled = n < 0 && errno == EINTR;
	if (n < 0 && errno != EINTR)
		return error_sys(err, FAULT_INTERNAL, "cannot poll");
	if (n > 0 && s->fds[0].revents) {
		signals_clear();
		*is_signalled = true;
		n--;
	}
	if (n > 0)
		count = collect(s, n, out);
	if (signals_pending())
		return error_signal(err, signals_pending());
	return count;
}
