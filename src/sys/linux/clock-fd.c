/* SPDX-License-Identifier: MIT */
/* A descriptor that becomes readable after a time: timerfd_create(2). */
#include "sys/clock-fd.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"

int clock_fd_open(void)
{
	return timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
}

int clock_fd_set(int fd, int64_t us)
{
	struct itimerspec once = {
		.it_value.tv_sec = (time_t)(us / CLOCK_SECOND),
		.it_value.tv_nsec = (long)(us % CLOCK_SECOND) * 1000,
	};

	return timerfd_settime(fd, 0, &once, NULL);
}

void clock_fd_close(int fd)
{
	close(fd);
}

void clock_fd_ring(void)
{
}

int64_t clock_fd_limit(int64_t deadline)
{
	return deadline;
}
