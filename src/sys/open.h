/* SPDX-License-Identifier: MIT */
/* Opening files without waiting in open(2), which knows no deadline. */
#ifndef SYS_OPEN_H
#define SYS_OPEN_H

#include <stdint.h>

#include "base/error.h"

/*
 * Opens a file, close-on-exec and blocking; flags as for open(2). For a FIFO
 * to write to, waits until it has a reader (fifo(7)), or until the deadline. A
 * FIFO to read from is opened at once: poll(2) waits for its writer. Returns
 * the descriptor, or -1 with FAULT_IO, FAULT_TIMEOUT or FAULT_SIGNAL.
 */
int open_by_deadline(
    const char *name, int flags, int64_t deadline, struct error *err);

/* Opens the file behind fd once more, as open(2) does with flags, by a file
 * description that genet does not share, so that no call waits. Returns a
 * descriptor, or -1 with errno. */
int open_again(int fd, int flags);

#endif
