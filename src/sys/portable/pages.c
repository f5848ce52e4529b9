/* SPDX-License-Identifier: MIT */
/* Where pages cannot be moved without a copy. */
#include "sys/pages.h"

#include <errno.h>

const bool pages_can_move = false;

static int lacks(void)
{
	errno = ENOSYS;
	return -1;
}

ssize_t pages_move(int from, int to, size_t len)
{
	return lacks();
}

int pages_enlarge(int pipe_fd, int bytes)
{
	return lacks();
}
