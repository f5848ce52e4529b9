/* SPDX-License-Identifier: MIT */
/* What chance decides about faults. A decision follows from the seed and from
 * what it is about, and from no decision before it: the same bytes meet the
 * same faults, however they are cut into pieces. */
#ifndef RELAY_IMPAIR_IMPAIR_DRAW_H
#define RELAY_IMPAIR_IMPAIR_DRAW_H

#include <stdbool.h>
#include <stdint.h>

/* What a decision is about. */
struct impair_subject {
	uint64_t seed;
	uint64_t fault; /* its number in the set */
	uint64_t conn;  /* the number of the connection */
	uint64_t way;   /* the direction */
};

/* Returns 64 bits that look random, for the decision with that index. */
uint64_t impair_draw(const struct impair_subject *s, uint64_t index);

/* Decides with a probability in billionths. */
bool impair_draw_chance(
    const struct impair_subject *s, uint64_t index, unsigned billionths);

/* The first of the chosen offsets that is not before that one, where each block
 * of one_in bytes has one; UINT64_MAX: there is none. */
uint64_t impair_draw_place(
    const struct impair_subject *s, uint64_t one_in, uint64_t from);

#endif
