/* SPDX-License-Identifier: MIT */
/* A limit of bytes per second: how long each piece delays the next one. */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stddef.h>
#include <stdint.h>

struct pace {
	uint64_t rate; /* bytes a second; 0: no limit */
	int64_t due;   /* when the next piece may go; 0: none has gone yet */
};

/* The most bytes that should go at once, so that a piece takes a fraction of a
 * second only. At least 1. */
size_t pace_piece(const struct pace *p);

/* So many bytes have gone now. Up to a limit, the next piece makes up for one
 * that was late. */
void pace_note(struct pace *p, size_t len);

#endif
