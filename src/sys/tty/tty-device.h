/* SPDX-License-Identifier: MIT */
/* Which terminal a descriptor is. */
#ifndef SYS_TTY_TTY_DEVICE_H
#define SYS_TTY_TTY_DEVICE_H

#include <stdbool.h>

/* The number of the terminal, whatever name it was opened by, as far as the
 * system tells; 0 if fd is no terminal. */
unsigned tty_device(int fd);

/* Whether the other end of the terminal is a program, not a device. */
bool tty_device_is_pty(int fd);

/* Opens the end of programs of a terminal that genet makes, whose device has
 * this name. Returns as open(2). */
int tty_device_open_pty(int pty_fd, const char *name, int flags);

#endif
