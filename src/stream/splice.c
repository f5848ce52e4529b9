/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes, without a copy. */
#include "stream/splice.h"

#include <errno.h>
#include <fcntl.h>

#include "base/sysno.h"
#include "stream/ops.h"

ssize_t splice_move(int from, int to, size_t len)
{
	ssize_t n = splice(
	    from, NULL, to, NULL, len, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

	if (n >= 0)
		return n;
	if (errno == EINVAL || errno == ENOSYS)
		return STREAM_CANNOT;
	return sysno_is_transient(errno) ? STREAM_AGAIN : STREAM_ERROR;
}

/* The kernel refuses a user who has many pipes (EPERM). */
int splice_enlarge(int pipe_fd)
{
	int size = fcntl(pipe_fd, F_GETPIPE_SZ);

	if (size < 0 || size >= SPLICE_PIPE_BYTES)
		return size;
	int larger = fcntl(pipe_fd, F_SETPIPE_SZ, SPLICE_PIPE_BYTES);
	return larger < 0 ? size : larger;
}
