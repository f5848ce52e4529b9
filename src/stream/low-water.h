/* SPDX-License-Identifier: MIT */
/*
 * Waking up less often for bulk: the receive low-water mark (SO_RCVLOWAT,
 * socket(7), tcp(7)). A TCP socket that receives fast becomes readable for a
 * batch of bytes, not for each segment. A message that is smaller than a batch
 * waits for a millisecond at most, and then there are no batches for a while.
 */
#ifndef STREAM_LOW_WATER_H
#define STREAM_LOW_WATER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tap;

struct low_water {
	size_t bulk, enough; /* bytes since then; so many, fast, start it */
	int64_t since;
	int64_t due; /* when to read at the latest; CLOCK_NEVER: no batches */
};

/* For a socket that is not known yet to receive in bulk. It is freed by
 * free(3). */
struct low_water *low_water_new(int fd);

/* After a read that returned n bytes, or 0 or less if none. Starts batches, or
 * ends them. */
void low_water_learn(struct low_water *l, int fd, ssize_t n, struct tap *tap);

/* From now on the socket is readable as soon as anything has come. */
void low_water_end(struct low_water *l, int fd, struct tap *tap);

#endif
