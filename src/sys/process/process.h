/* SPDX-License-Identifier: MIT */
/* Descriptors that the process has from its parent: standard streams, and
 * sockets of a service manager. */
#ifndef SYS_PROCESS_PROCESS_H
#define SYS_PROCESS_PROCESS_H

#include <stdbool.h>

/* Opens /dev/null as those of 0, 1 and 2 that are closed, so that no socket
 * gets such a number, and text that is meant for the terminal. */
void process_open_standard_fds(void);

/* Whether standard output was open at the start. */
bool process_has_stdout(void);

/* Replaces a standard descriptor by /dev/null, if that can be opened. Returns
 * -1 with errno if close(2) reports lost data. */
int process_close_standard_fd(int fd);

#define PROCESS_FIRST_LISTEN_FD 3

/* How many sockets a service manager has passed, from descriptor 3 on. Makes
 * them close-on-exec and removes the variables of the environment, so that only
 * the first call returns them (sd_listen_fds(3)). */
int process_listen_fds(void);

#endif
