/* SPDX-License-Identifier: MIT */
/* How many descriptors this process may have. */
#include "sys/descriptors.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

/* Those that are open already, and a few for files such as /etc/services. */
#define RESERVE 16

size_t descriptors_allow(size_t wanted)
{
	struct rlimit limit;
	rlim_t needed = wanted + RESERVE;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= needed)
		return wanted;
	limit.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= needed)
		return wanted;
	return limit.rlim_cur > RESERVE ? limit.rlim_cur - RESERVE : 1;
}

void descriptors_raise(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

size_t descriptors_limit(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) < 0 ? SIZE_MAX : limit.rlim_cur;
}

int descriptors_shortage(void)
{
	int fd = eventfd(0, EFD_CLOEXEC);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}
