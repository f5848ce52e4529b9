/* SPDX-License-Identifier: MIT */
/* A limit of bytes a second: how long a piece makes the next one wait. */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stddef.h>
#include <stdint.h>

struct pace {
	uint64_t rate; /* bytes a second; 0: no limit */
	int64_t due;   /* nothing before this time; 0: nothing has gone yet */
};

/* The most bytes that are to go at once: a piece should take no longer than a
 * fraction of a second. At least 1. */
size_t pace_piece(const struct pace *p);

/* So many bytes have gone now. A piece that was late is made up for, as far as
 * it is not long ago. */
void pace_note(struct pace *p, size_t len);

#endif
