/* SPDX-License-Identifier: MIT */
/* Pseudo-random numbers that are the same in each run, so that a case that
 * fails fails again. */
#ifndef UNIT_CHANCE_H
#define UNIT_CHANCE_H

#include <stddef.h>
#include <stdint.h>

struct chance {
	uint64_t state; /* the seed; not 0 */
};

/* A number below limit (xorshift64*, Vigna 2016). */
static inline size_t chance_below(struct chance *c, size_t limit)
{
	c->state ^= c->state >> 12;
	c->state ^= c->state << 25;
	c->state ^= c->state >> 27;
	return (size_t)((c->state * 0x2545F4914F6CDD1DU) >> 32) % limit;
}

#endif
