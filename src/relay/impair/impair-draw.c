/* SPDX-License-Identifier: MIT */
/* What chance decides about faults: a hash of the subject and of the index. */
#include "relay/impair/impair-draw.h"

#include "relay/impair/impairment.h"

/* The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
 * number generators, 2014), variant 13 of Stafford. */
static uint64_t mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xBF58476D1CE4E5B9U;
	x ^= x >> 27;
	x *= 0x94D049BB133111EBU;
	return x ^ (x >> 31);
}

static uint64_t add(uint64_t hash, uint64_t value)
{
	return mix(hash + 0x9E3779B97F4A7C15U + mix(value + 1));
}

uint64_t impair_draw(const struct impair_subject *s, uint64_t index)
{
	uint64_t hash = add(add(mix(s->seed + 1), s->fault), s->conn);

	return add(add(hash, s->way), index);
}

bool impair_draw_chance(
    const struct impair_subject *s, uint64_t index, unsigned billionths)
{
	return impair_draw(s, index) % IMPAIR_CERTAIN < billionths;
}

uint64_t impair_draw_place(
    const struct impair_subject *s, uint64_t one_in, uint64_t from)
{
	uint64_t block = from / one_in;
	uint64_t place = block * one_in + impair_draw(s, block) % one_in;

	if (place >= from)
		return place;
	if (block >= UINT64_MAX / one_in - 1)
		return UINT64_MAX;
	block++;
	return block * one_in + impair_draw(s, block) % one_in;
}
