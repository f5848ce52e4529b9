/* SPDX-License-Identifier: MIT */
/* Compares one step with what the other side says. Each byte is looked at a
 * limited number of times, in whatever pieces it comes. */
#ifndef DIALOGUE_MATCH_H
#define DIALOGUE_MATCH_H

#include "dialogue/dialogue.h"
#include "dialogue/hearing.h"
#include "dialogue/mismatch.h"
#include "dialogue/variables.h"

enum match_result { MATCH_WAITS, MATCH_PASSES, MATCH_FAILS };

struct match {
	const struct dialogue_step *step;
	struct bytes expected; /* the text, with the values of variables */
	size_t looked;         /* so many bytes are known not to be the end */
	/* Of UNTIL: the bytes before looked are the first held ones of the
	 * text; where a byte differs, borders say how many still are (Knuth,
	 * Morris, Pratt). */
	size_t *borders, held;
	uint64_t counted; /* of BYTES: came and were taken before */

	size_t taken; /* by MATCH_PASSES; of BYTES also by MATCH_WAITS */
	enum mismatch_kind why;
	size_t differs_at;
};

void match_begin(struct match *m, const struct dialogue_step *step,
    const struct variables *known);

/* Looks at what was heard for this step. What MATCH_WAITS has taken must not be
 * shown again. MATCH_PASSES sets variables for the names of the step. */
enum match_result match_look(struct match *m, const struct heard *heard,
    size_t max_step, struct variables *variables);

/* Accepts one that is all zeros, and makes it so. */
void match_free(struct match *m);

#endif
