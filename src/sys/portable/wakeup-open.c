/* SPDX-License-Identifier: MIT */
/* Waking the main thread: a pipe. */
#include "sys/wakeup.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int wakeup_open(struct wakeup *w)
{
	int ends[2];

	*w = WAKEUP_NONE;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	*w = (struct wakeup){ ends[0], ends[1] };
	return 0;
}

/* At EAGAIN the pipe is full, and its other end readable. After other failures
 * the call is repeated, since no other code would wake the main thread. */
void wakeup_raise(const struct wakeup *w)
{
	int saved = errno, tries = 3;

	while (write(w->raise_fd, "", 1) < 0 && errno != EAGAIN && --tries > 0)
		;
	errno = saved;
}

void wakeup_clear(const struct wakeup *w)
{
	char bytes[256];

	while (read(w->fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
		;
}

void wakeup_close(struct wakeup *w)
{
	if (w->fd >= 0)
		close(w->fd);
	if (w->raise_fd >= 0)
		close(w->raise_fd);
	*w = WAKEUP_NONE;
}
