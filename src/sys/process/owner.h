/* SPDX-License-Identifier: MIT */
/* Noticing that another process has ended. Without pidfds, one that has ended
 * is seen when it has been reaped, except for the parent of genet. */
#ifndef SYS_PROCESS_OWNER_H
#define SYS_PROCESS_OWNER_H

#include <stdbool.h>
#include <sys/types.h>

#include "sys/wakeup.h"

/* Watches a process. Returns a descriptor that is readable while that of the
 * wakeup is, or when the process has ended: for one wait for both. It may be
 * that of the wakeup. Or -1 with errno. */
int owner_watch(pid_t pid, const struct wakeup *wakeup);

/* Whether it has ended; says so once. */
bool owner_has_ended(void);

/* Watches no more, and closes the descriptor. */
void owner_forget(void);

#endif
