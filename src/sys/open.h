/* SPDX-License-Identifier: MIT */
/* Opening files without blocking in open(2), which has no deadline. */
#ifndef SYS_OPEN_H
#define SYS_OPEN_H

#include <stdint.h>

#include "base/error.h"

/*
 * Opens a file, close-on-exec and blocking; flags as for open(2). Waits until a
 * FIFO for writing has a reader (fifo(7)), or until the deadline. A FIFO for
 * reading is opened at once: poll(2) waits for its writer. Returns the
 * descriptor, or -1 with FAULT_IO, FAULT_TIMEOUT or FAULT_SIGNAL.
 */
int open_by_deadline(
    const char *name, int flags, int64_t deadline, struct error *err);

/* Opens the file of fd again, non-blocking: with a file description that is not
 * shared with other processes. Returns a descriptor, or -1 with errno. */
int open_again(int fd, int flags);

#endif
