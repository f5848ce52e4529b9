/* SPDX-License-Identifier: MIT */
/* Moving pages between descriptors and pipes, without a copy. */
#include "stream/splice.h"

#include <errno.h>

#include "base/sysno.h"
#include "stream/ops.h"
#include "sys/pages.h"

ssize_t splice_move(int from, int to, size_t len)
{
	ssize_t n = pages_move(from, to, len);

	if (n >= 0)
		return n;
	if (errno == EINVAL || errno == ENOSYS)
		return STREAM_CANNOT;
	return sysno_is_transient(errno) ? STREAM_AGAIN : STREAM_ERROR;
}

int splice_enlarge(int pipe_fd)
{
	return pages_enlarge(pipe_fd, SPLICE_PIPE_BYTES);
}
