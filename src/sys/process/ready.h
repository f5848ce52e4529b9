/* SPDX-License-Identifier: MIT */
/* Telling other programs that genet is ready: a supervisor by a descriptor or a
 * file, a service manager by a datagram. */
#ifndef SYS_PROCESS_READY_H
#define SYS_PROCESS_READY_H

#include <stdbool.h>

#include "base/error.h"

/* Writes the whole text to a regular file. Returns false with errno on failure.
 */
bool ready_write(int fd, const char *text);

/* Writes the line, and closes the descriptor if it is above 2 (the protocol of
 * the notification-fd of s6). A signal ends the wait for a reader. */
int ready_to_fd(int fd, const char *line, struct error *err);

/* Writes the line to a temporary file and renames that to path, so that a file
 * of this name is always complete. */
int ready_to_file(const char *path, const char *line, struct error *err);

/* Whether NOTIFY_SOCKET is set. */
bool ready_has_manager(void);

/* If it is set, connects to that socket, for a process that cannot do so later.
 * Returns 0, or -1 with err filled. */
int ready_open_manager(struct error *err);

/* If it is set, sends READY=1 and the status to that datagram socket
 * (sd_notify(3)), and unsets it: programs that genet starts are not the
 * service. */
int ready_to_manager(const char *status, struct error *err);

#endif
