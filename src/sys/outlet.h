/* SPDX-License-Identifier: MIT */
/*
 * A file that is written beside a conversation, and must not hold it up for
 * ever: a regular file, a FIFO, or what standard output is. A slow reader slows
 * genet down; one that does not read is waited for until a signal asks for the
 * end, or the time of the run is over.
 */
#ifndef SYS_OUTLET_H
#define SYS_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/write-way.h"

/* How many pieces outlet_write() takes at most (IOV_MAX). */
#define OUTLET_PIECES 1024

struct outlet {
	int fd;
	struct write_way way;
	int64_t deadline; /* of the run */
	int64_t give_up;  /* when a reader is waited for no longer; 0: open */
	int sysno;        /* why it takes nothing any more; 0: it does */
};

/* Opens the file and empties it; a FIFO is waited for until the deadline.
 * Returns a descriptor, or -1 with err filled. */
int outlet_open(const char *name, int64_t deadline, struct error *err);

/* Makes an outlet of a descriptor, which becomes its own, or with -1 of
 * standard output. Returns 0, or -1 with err filled. */
int outlet_begin(struct outlet *o, int fd, int64_t deadline, struct error *err);

/* Writes all of the pieces. Returns how many bytes were taken; fewer if it has
 * failed, with sysno saying why: ETIMEDOUT if its reader does not read. Changes
 * the pieces. */
size_t outlet_write(struct outlet *o, struct iovec *pieces, size_t count);

/* Takes the last bytes back, where the file is a regular one that ends with
 * them. */
void outlet_take_back(struct outlet *o, size_t len);

void outlet_end(struct outlet *o);

#endif
