/* SPDX-License-Identifier: MIT */
/*
 * Fewer wake-ups for bulk data: the receive low-water mark (SO_RCVLOWAT,
 * socket(7), tcp(7)). A TCP socket that receives fast becomes readable when a
 * batch of bytes has come, not after each segment. Fewer bytes than a batch
 * wait for a millisecond at most, and end the batches for a while.
 */
#ifndef STREAM_LOW_WATER_H
#define STREAM_LOW_WATER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tap;

struct low_water {
	size_t bulk, enough; /* bytes read since; how many start batches */
	int64_t since;
	int64_t due; /* when to read at the latest; CLOCK_NEVER: no batches */
};

/* For a socket without batches. The caller frees it by free(3). */
struct low_water *low_water_new(int fd);

/* Learns that a read has returned n, which starts batches or ends them. */
void low_water_learn(struct low_water *l, int fd, ssize_t n, struct tap *tap);

/* Ends batches: the socket becomes readable with the next byte. */
void low_water_end(struct low_water *l, int fd, struct tap *tap);

#endif
