/* SPDX-License-Identifier: MIT */
/* A descriptor by which a thread or a signal handler wakes the main thread:
 * eventfd(2), or a pipe. */
#ifndef SYS_WAKEUP_H
#define SYS_WAKEUP_H

struct wakeup {
	int fd;       /* to wait for; -1: not open */
	int raise_fd; /* the same, or the other end of the pipe */
};

#define WAKEUP_NONE ((struct wakeup){ -1, -1 })

/* Opens close-on-exec, non-blocking descriptors. Returns 0, or -1 with errno.
 */
int wakeup_open(struct wakeup *w);

/* Makes it readable. Signal handlers may call that; leaves errno as it was. */
void wakeup_raise(const struct wakeup *w);

/* Makes it unreadable again. */
void wakeup_clear(const struct wakeup *w);

void wakeup_close(struct wakeup *w);

#endif
