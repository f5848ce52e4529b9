/* SPDX-License-Identifier: MIT */
/* Waking the main thread: what an eventfd(2) and a pipe have in common. */
#include "sys/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

/* At EAGAIN the counter or the pipe is full, and fd readable. After other
 * failures the call is repeated, since no other code would wake the main
 * thread. */
void wakeup_raise(const struct wakeup *w)
{
	uint64_t one = 1; /* as eventfd(2) wants it */
	int saved = errno, tries = 3;

	while (write(w->raise_fd, &one, sizeof(one)) < 0 && errno != EAGAIN &&
	       --tries > 0)
		;
	errno = saved;
}

void wakeup_clear(const struct wakeup *w)
{
	uint64_t many[32];

	while (read(w->fd, many, sizeof(many)) == (ssize_t)sizeof(many))
		;
}

void wakeup_close(struct wakeup *w)
{
	if (w->fd >= 0)
		close(w->fd);
	if (w->raise_fd >= 0 && w->raise_fd != w->fd)
		close(w->raise_fd);
	*w = WAKEUP_NONE;
}
