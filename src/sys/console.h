/* SPDX-License-Identifier: MIT */
/*
 * A terminal that genet shares with a shell. A file description of its own
 * lets genet read and write without waiting, and leaves that of the shell as
 * it is; and while genet is in the background, what is typed is not for genet.
 */
#ifndef SYS_CONSOLE_H
#define SYS_CONSOLE_H

#include <stdbool.h>

/* Opens the terminal behind fd once more, as open(2) does with flags, so that
 * no call waits. Returns a descriptor, or -1 if fd is no terminal or may not be
 * opened (that of another user). */
int console_open(int fd, int flags);

/* Whether the shell has moved the process to the background: a read would stop
 * the process (SIGTTIN, credentials(7)). */
bool console_is_elsewhere(int fd);

#endif
