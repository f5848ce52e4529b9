/* SPDX-License-Identifier: MIT */
/* Telling others that we are ready: by descriptor, file, or service manager. */
#ifndef SYS_READY_H
#define SYS_READY_H

#include <stdbool.h>

#include "base/error.h"

/* Writes all of the text to a regular file. Returns false with errno if that
 * cannot be done. */
bool ready_write(int fd, const char *text);

/* Writes the line and closes the descriptor (not 1 and 2: they have other
 * uses). The protocol of s6's notification-fd. A signal ends the wait for a
 * reader, as it ends all waiting. */
int ready_to_fd(int fd, const char *line, struct error *err);

/* Writes the line to a temporary file beside path and renames it, so that a
 * file that exists under its name is complete. */
int ready_to_file(const char *path, const char *line, struct error *err);

/* Whether NOTIFY_SOCKET is set; sends READY=1 and the status to the datagram
 * socket that NOTIFY_SOCKET names, if it is set (sd_notify(3)), and unsets it:
 * what is run later is not the service. */
bool ready_has_manager(void);
int ready_to_manager(const char *status, struct error *err);

#endif
