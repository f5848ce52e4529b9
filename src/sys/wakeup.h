/* SPDX-License-Identifier: MIT */
/* A descriptor by which a thread or a signal handler wakes who waits for it. */
#ifndef SYS_WAKEUP_H
#define SYS_WAKEUP_H

/* Close-on-exec, non-blocking. Returns it, or -1 with errno. */
int wakeup_open(void);

/* Makes it readable. A signal handler may do that; errno is left as it was. */
void wakeup_raise(int fd);

/* Makes it unreadable again. */
void wakeup_clear(int fd);

#endif
