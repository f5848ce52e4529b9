/* SPDX-License-Identifier: MIT */
/*
 * A file that an observer writes during a run: a regular file, a FIFO, or
 * standard output. A slow reader slows genet down; one that does not read
 * blocks it until a signal asks for the end, or the time of the run is over.
 */
#ifndef SYS_OUTPUT_OUTLET_H
#define SYS_OUTPUT_OUTLET_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/output/write-way.h"

/* How many pieces outlet_write() takes at most (IOV_MAX). */
#define OUTLET_PIECES 1024

struct outlet {
	int fd;
	struct write_way way;
	int64_t deadline; /* of the run */
	int64_t give_up;  /* when the wait for a reader ends; 0: not known */
	int sysno;        /* why no more can be written; or 0 */
};

/* Opens the file as open_by_deadline() does, locks it (flock(2)), empties it.
 * Returns a descriptor, or -1 with err filled: also if another process has the
 * lock, which leaves the file as it is. */
int outlet_open(const char *name, int64_t deadline, struct error *err);

/* Makes an outlet of a descriptor, which it closes at its end; -1: of standard
 * output. Returns 0, or -1 with err filled. */
int outlet_begin(struct outlet *o, int fd, int64_t deadline, struct error *err);

/* Writes the pieces, and changes them. Returns how many bytes were taken; fewer
 * than all if sysno is set: ETIMEDOUT if the reader does not read. */
size_t outlet_write(struct outlet *o, struct iovec *pieces, size_t count);

/* Removes the last bytes from a regular file that ends with them. */
void outlet_take_back(struct outlet *o, size_t len);

void outlet_end(struct outlet *o);

#endif
