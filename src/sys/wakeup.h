/* SPDX-License-Identifier: MIT */
/* A descriptor by which a thread or a signal handler wakes the main thread:
 * eventfd(2). */
#ifndef SYS_WAKEUP_H
#define SYS_WAKEUP_H

/* Returns a close-on-exec, non-blocking descriptor, or -1 with errno. */
int wakeup_open(void);

/* Makes it readable. Signal handlers may call that; leaves errno as it was. */
void wakeup_raise(int fd);

/* Makes it unreadable again. */
void wakeup_clear(int fd);

#endif
