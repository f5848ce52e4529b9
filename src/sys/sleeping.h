/* SPDX-License-Identifier: MIT */
/* Whether another process waits in a system call. */
#ifndef SYS_SLEEPING_H
#define SYS_SLEEPING_H

#include <stdbool.h>
#include <sys/types.h>

/* proc(5), /proc/PID/stat: state S. False also if that cannot be read. */
bool sleeping_is(pid_t pid);

#endif
