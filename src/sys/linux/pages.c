/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes. */
#include "sys/pages.h"

#include <fcntl.h>

const bool pages_can_move = true;

ssize_t pages_move(int from, int to, size_t len)
{
	return splice(
	    from, NULL, to, NULL, len, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
}

/* The kernel refuses a user who has many pipes (EPERM). */
int pages_enlarge(int pipe_fd, int bytes)
{
	int size = fcntl(pipe_fd, F_GETPIPE_SZ);

	if (size < 0 || size >= bytes)
		return size;
	int larger = fcntl(pipe_fd, F_SETPIPE_SZ, bytes);
	return larger < 0 ? size : larger;
}
