/* SPDX-License-Identifier: MIT */
/* The kernel's set of descriptors to wait for: epoll(7). */
#include "sys/poller.h"

#include <errno.h>
#include <limits.h>
#include <linux/time_types.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/signals.h"

/* The events of epoll(7) have the values of poll(2). */
_Static_assert(EPOLLIN == 0x001 && EPOLLPRI == 0x002 && EPOLLOUT == 0x004 &&
		   EPOLLERR == 0x008 && EPOLLHUP == 0x010,
    "events of epoll are those of poll");

const short poller_peer_end = POLLRDHUP;

int poller_change(struct poller *p, int fd, int from, int to)
{
	struct epoll_event event = { .data.fd = fd };

	if (from == to)
		return 0;
	if (to != POLLER_OUT)
		event.events = (uint32_t)(to & ~(POLLER_EDGE | POLLER_SOLE));
	if (to != POLLER_OUT && (to & POLLER_EDGE))
		event.events |= EPOLLET;
	int result = epoll_ctl(p->fd,
	    to == POLLER_OUT     ? EPOLL_CTL_DEL
	    : from == POLLER_OUT ? EPOLL_CTL_ADD
				 : EPOLL_CTL_MOD,
	    fd, &event);
	if (result < 0 && errno == ENOENT && from == POLLER_UNKNOWN &&
	    to != POLLER_OUT)
		result = epoll_ctl(p->fd, EPOLL_CTL_ADD, fd, &event);
	return result;
}

/* The file leaves the set when its last descriptor is closed. */
void poller_leave(struct poller *p, int fd)
{
}

int poller_open(struct poller *p, struct error *err)
{
	*p = (struct poller){ .fd = -1 };
	p->fd = epoll_create1(EPOLL_CLOEXEC);
	if (p->fd >= 0 && (signals_fd() < 0 || poller_change(p, signals_fd(),
						   POLLER_OUT, EPOLLIN) == 0))
		return 0;
	error_sys(err, FAULT_IO, "cannot make an epoll descriptor");
	poller_close(p);
	return -1;
}

void poller_close(struct poller *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}

/* For kernels before 5.11, which have no epoll_pwait2(2). */
static int wait_ms(
    int fd, struct epoll_event *events, int64_t deadline, int64_t left)
{
	int64_t ms = left / 1000 + (left % 1000 != 0);

	if (deadline == CLOCK_NEVER)
		return epoll_wait(fd, events, POLLER_EVENTS, -1);
	return epoll_wait(
	    fd, events, POLLER_EVENTS, ms < INT_MAX ? (int)ms : INT_MAX);
}

static int wait_until(int fd, struct epoll_event *events, int64_t deadline)
{
	struct __kernel_timespec ts = { 0 };
	bool has_limit = deadline != CLOCK_NEVER;
	int64_t left = has_limit ? clock_left(deadline) : 0;

	ts.tv_sec = left / CLOCK_SECOND;
	ts.tv_nsec = left % CLOCK_SECOND * 1000;
	long n = syscall(SYS_epoll_pwait2, fd, events, POLLER_EVENTS,
	    has_limit ? &ts : NULL, NULL, (size_t)_NSIG / 8);
	if (n < 0 && errno == ENOSYS)
		return wait_ms(fd, events, deadline, left);
	return (int)n;
}

/* Handles the event of signals_fd(). Returns how many other events there are.
 */
static int sort_out(const struct epoll_event *events, int n,
    struct poller_event *out, bool *is_signalled)
{
	int count = 0;

	for (int i = 0; i < n; i++) {
		int fd = events[i].data.fd;
		if (fd == signals_fd()) {
			signals_clear();
			*is_signalled = true;
		} else {
			out[count++] = (struct poller_event){
				.fd = fd,
				.events = (short)events[i].events,
			};
		}
	}
	return count;
}

int poller_wait(struct poller *p, int64_t deadline,
    struct poller_event out[POLLER_EVENTS], bool *is_signalled,
    struct error *err)
{
	struct epoll_event events[POLLER_EVENTS];
	int n = wait_until(p->fd, events, deadline);

	/* The handler of a signal may have failed to raise the descriptor. */
	*is_signalled = n < 0 && errno == EINTR;
	if (n < 0 && errno != EINTR)
		return error_sys(err, FAULT_INTERNAL, "cannot poll");
	int count = n < 0 ? 0 : sort_out(events, n, out, is_signalled);
	if (signals_pending())
		return error_signal(err, signals_pending());
	return count;
}
