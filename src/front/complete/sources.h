/* SPDX-License-Identifier: MIT */
/* What the values of options and the operands of commands can be. */
#ifndef FRONT_COMPLETE_SOURCES_H
#define FRONT_COMPLETE_SOURCES_H

#include <stdbool.h>

#include "front/complete/candidates.h"
#include "front/complete/cursor.h"

/* Adds values of the option at the cursor, or operands for that place. What can
 * be anything, such as a number, has no candidates. */
void sources_add_values(const struct cursor *cursor, struct candidates *c);
void sources_add_operands(const struct cursor *cursor, struct candidates *c);

/* Whether anything is known of the value of the option, or of each operand of
 * the command: a row for the word that stands for it in the help. */
bool sources_know_value(const struct option_spec *spec);
bool sources_know_operands(const struct command *command);

#endif
