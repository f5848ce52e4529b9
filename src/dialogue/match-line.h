/* SPDX-License-Identifier: MIT */
/* Lines, and the expressions that match in them. */
#ifndef DIALOGUE_MATCH_LINE_H
#define DIALOGUE_MATCH_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "dialogue/dialogue.h"
#include "dialogue/variables.h"

/* The length of a line without the \r\n or \n at its end. */
size_t match_line_length(const unsigned char *line, size_t len);

/* Whether the expression matches anywhere in the line, which is given without
 * its end. Then sets variables for the names of the step. */
bool match_line_fits(const struct bytes *expression,
    const struct dialogue_step *step, const unsigned char *line, size_t len,
    struct variables *variables);

#endif
