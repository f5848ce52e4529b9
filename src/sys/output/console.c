/* SPDX-License-Identifier: MIT */
/* A terminal that genet shares with a shell. */
#include "sys/output/console.h"

#include <unistd.h>

#include "sys/open.h"

int console_open(int fd, int flags)
{
	return fd >= 0 && isatty(fd) ? open_again(fd, flags) : -1;
}

bool console_is_elsewhere(int fd)
{
	pid_t foreground = tcgetpgrp(fd);

	/* A terminal that does not control this session stops no readers. */
	return foreground >= 0 && foreground != getpgrp();
}
