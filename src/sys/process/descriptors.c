/* SPDX-License-Identifier: MIT */
/* How many descriptors this process may have. */
#include "sys/process/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

/* For those that are open already, and for files such as /etc/services. */
#define RESERVE 16

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

size_t descriptors_allow(size_t wanted)
{
	descriptors_raise();
	size_t limit = descriptors_limit();

	if (limit < RESERVE + wanted)
		return limit > RESERVE ? limit - RESERVE : 1;
	return wanted;
}

int descriptors_shortage(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
	           ? errno
	           : 0;
}
