/* SPDX-License-Identifier: MIT */
/* Many descriptors that are waited for as one. */
#include "sys/interest.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>

_Static_assert(POLLIN == EPOLLIN && POLLOUT == EPOLLOUT,
    "epoll(7) has the values of poll(2)");

int interest_open(void)
{
	return epoll_create1(EPOLL_CLOEXEC);
}

int interest_once(int set, int fd, bool is_known, short events, void *who)
{
	struct epoll_event event = {
		.events = (uint32_t)events | EPOLLONESHOT,
		.data.ptr = who,
	};

	return epoll_ctl(
	    set, is_known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
}

int interest_ready(int set, void *who[INTEREST_AT_ONCE])
{
	struct epoll_event events[INTEREST_AT_ONCE];
	int count = epoll_wait(set, events, INTEREST_AT_ONCE, 0);

	for (int i = 0; i < count; i++)
		who[i] = events[i].data.ptr;
	return count < 0 && errno == EINTR ? 0 : count;
}
