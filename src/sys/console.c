/* SPDX-License-Identifier: MIT */
/* A terminal that genet shares with a shell. */
#include "sys/console.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int console_open(int fd, int flags)
{
	char name[32];

	if (fd < 0 || !isatty(fd))
		return -1;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return open(name, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool console_is_elsewhere(int fd)
{
	pid_t foreground = tcgetpgrp(fd);

	/* One that does not control this session does not stop its readers. */
	return foreground >= 0 && foreground != getpgrp();
}
