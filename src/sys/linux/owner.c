/* SPDX-License-Identifier: MIT */
/* Noticing that another process has ended: pidfd_open(2). */
#include "sys/process/owner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/calls.h"
#include "sys/clock-fd.h"

/* How often to look for the process without a pidfd. */
#define LOOK_PAUSE (CLOCK_SECOND / 10)

static struct {
	pid_t pid;
	int fd;        /* a pidfd, or a clock; -1: it is not watched any more */
	bool is_clock; /* kernels before 5.3 have no pidfds: look at times */
	int both;      /* an epoll(7) set of fd and that of the wakeup */
} owner = { .fd = -1, .both = -1 };

/* Adds a descriptor to the set. Returns as epoll_ctl(2). */
static int add_to_both(int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return epoll_ctl(owner.both, EPOLL_CTL_ADD, fd, &event);
}

int owner_watch(pid_t pid, const struct wakeup *wakeup)
{
	owner.pid = pid;
	owner.fd = calls_watch_process(pid);
	if (owner.fd < 0) {
		if (errno != ENOSYS || kill(pid, 0) < 0)
			return -1;
		owner.is_clock = true;
		owner.fd = clock_fd_open();
		if (owner.fd < 0 || clock_fd_set(owner.fd, LOOK_PAUSE) < 0)
			return -1;
	}
	owner.both = epoll_create1(EPOLL_CLOEXEC);
	if (owner.both < 0 || add_to_both(wakeup->fd) < 0 ||
	    add_to_both(owner.fd) < 0)
		return -1;
	return owner.both;
}

bool owner_has_ended(void)
{
	struct pollfd p = { .fd = owner.fd, .events = POLLIN };

	if (owner.fd < 0 || poll(&p, 1, 0) <= 0)
		return false;
	if (owner.is_clock && (kill(owner.pid, 0) == 0 || errno != ESRCH)) {
		clock_fd_set(owner.fd, LOOK_PAUSE);
		return false;
	}
	epoll_ctl(owner.both, EPOLL_CTL_DEL, owner.fd, NULL);
	close(owner.fd);
	owner.fd = -1;
	return true;
}

void owner_forget(void)
{
	if (owner.both >= 0)
		close(owner.both);
	if (owner.fd >= 0)
		close(owner.fd);
	owner.both = owner.fd = -1;
}
