/* SPDX-License-Identifier: MIT */
/* What the process got from its parent: standard descriptors, and sockets
 * that somebody else has opened for us. */
#ifndef SYS_PROCESS_H
#define SYS_PROCESS_H

#include "base/error.h"

/* Opens /dev/null on those of 0, 1 and 2 that are closed, so that no socket
 * of ours can take their place and get what was meant for the terminal. */
void process_open_standard_fds(void);

/* Closes a standard descriptor and leaves /dev/null there, if there is one.
 * Returns -1 with errno if the system reports lost data at the close. */
int process_close_standard_fd(int fd);

#define PROCESS_FIRST_LISTEN_FD 3

/* How many sockets a service manager has handed over, from descriptor 3 on;
 * 0 if none. The descriptors are made close-on-exec and the variables are
 * removed, so it can be asked once (sd_listen_fds(3)). */
int process_listen_fds(void);

#endif
