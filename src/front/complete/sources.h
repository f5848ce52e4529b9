/* SPDX-License-Identifier: MIT */
/* What the values of options and the operands of commands can be. */
#ifndef FRONT_COMPLETE_SOURCES_H
#define FRONT_COMPLETE_SOURCES_H

#include <stdbool.h>

#include "front/complete/candidates.h"
#include "front/complete/cursor.h"

/* Adds values of the option at the cursor, or operands. There are no candidates
 * for values that can be anything, such as numbers. */
void sources_add_values(const struct cursor *cursor, struct candidates *c);
void sources_add_operands(const struct cursor *cursor, struct candidates *c);

/* Whether the tables have a row for the value of the option, or for each
 * operand of the command, by the word for it in the help. */
bool sources_know_value(const struct option_spec *spec);
bool sources_know_operands(const struct command *command);

#endif
