/* SPDX-License-Identifier: MIT */
/* An expression as a program for many threads, which all read the same byte at
 * the same time (Thompson 1968, Pike; https://swtch.com/~rsc/regexp/). */
#ifndef DIALOGUE_EXPRESSION_PRIVATE_H
#define DIALOGUE_EXPRESSION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

enum expression_op {
	OP_BYTE,  /* takes this byte */
	OP_ANY,   /* takes any byte */
	OP_SET,   /* takes a byte of the set of that number */
	OP_SPLIT, /* goes on at two places, of which the first is better */
	OP_JUMP,
	OP_SAVE, /* notes where it is: 2 * group, or 2 * group + 1 for the end
	          */
	OP_BEGIN,
	OP_END,
	OP_MATCH,
};

/* Places are relative to the instruction, so that several can be copied. */
struct expression_code {
	enum expression_op op;
	int value;  /* a byte, number or place */
	int second; /* of OP_SPLIT */
};

/* A bit for each byte. */
struct expression_set {
	unsigned char bits[32];
};

static inline bool expression_set_has(
    const struct expression_set *s, unsigned char byte)
{
	return s->bits[byte / 8] & (1U << byte % 8);
}

struct expression {
	struct expression_code *code;
	size_t count, room;
	struct expression_set *sets;
	size_t set_count;
};

#endif
