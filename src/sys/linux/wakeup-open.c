/* SPDX-License-Identifier: MIT */
/* Waking the main thread: eventfd(2). */
#include "sys/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int wakeup_open(struct wakeup *w)
{
	w->fd = w->raise_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return w->fd < 0 ? -1 : 0;
}

/* At EAGAIN the counter is full, and the descriptor readable. After other
 * failures the call is repeated, since no other code would wake the main
 * thread. */
void wakeup_raise(const struct wakeup *w)
{
	uint64_t one = 1;
	int saved = errno, tries = 3;

	while (write(w->raise_fd, &one, sizeof(one)) < 0 && errno != EAGAIN &&
	       --tries > 0)
		;
	errno = saved;
}

void wakeup_clear(const struct wakeup *w)
{
	uint64_t count;
	ssize_t ignored = read(w->fd, &count, sizeof(count));

	(void)ignored;
}

void wakeup_close(struct wakeup *w)
{
	if (w->fd >= 0)
		close(w->fd);
	*w = WAKEUP_NONE;
}
