/* SPDX-License-Identifier: MIT */
/* Two texts, one below the other, and where they differ. */
#ifndef DIALOGUE_EXCERPT_H
#define DIALOGUE_EXCERPT_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/error.h"

struct excerpt_opts {
	const struct bytes *expected, *came; /* or NULL */
	bool came_more;                      /* than the bytes that are given */
	bool is_expression;                  /* expected: is shown as it is */
	bool expected_begins; /* expected is the beginning of a text, */
	bool expected_ends;   /* or its end */
	bool is_marked;       /* differs_at, before which both are the same */
	size_t differs_at;
};

/* Adds the lines to the detail of an error. Bytes are escaped as in dialogues;
 * of a long text a part is shown. */
void excerpt_add(const struct excerpt_opts *opts, struct error *err);

#endif
