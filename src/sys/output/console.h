/* SPDX-License-Identifier: MIT */
/*
 * A terminal that genet shares with a shell. By a file description of its own
 * genet reads and writes without waiting, and leaves the one of the shell as it
 * is. While genet is in the background, it must not read.
 */
#ifndef SYS_OUTPUT_CONSOLE_H
#define SYS_OUTPUT_CONSOLE_H

#include <stdbool.h>

/* As open_again(). Returns -1 also if fd is no terminal; the terminal of
 * another user may not be opened. */
int console_open(int fd, int flags);

/* Whether the process is in the background: a read would stop it (SIGTTIN,
 * credentials(7)). */
bool console_is_elsewhere(int fd);

#endif
