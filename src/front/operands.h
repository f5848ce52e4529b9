/* SPDX-License-Identifier: MIT */
/* Whether the operands are as many, and of the kind, that the command takes. */
#ifndef FRONT_OPERANDS_H
#define FRONT_OPERANDS_H

#include "cmd/command.h"

/* Returns 0, or -1 with FAULT_USAGE, which says what is missing, or what may
 * have been meant by a word too many, or by one that is no host. */
int operands_check(
    const struct command *command, const struct config *cfg, struct error *err);

/* If the run has failed because a name is not known, and the name came after an
 * option with an optional value, adds a hint that it may be that value. */
void operands_explain(const struct config *cfg, struct error *err);

#endif
