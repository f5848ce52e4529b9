/* SPDX-License-Identifier: MIT */
/* Words that stand where a host is wanted, and are something else. */
#ifndef FRONT_GUESS_FOREIGN_H
#define FRONT_GUESS_FOREIGN_H

#include "cmd/command.h"

/* Explains the first of the words, which end in NULL, if it is a path, a URL,
 * an address of another kind or of socat, a range of addresses, or begins with
 * a user; and the second if it is an address of socat. Says what to type
 * instead of "genet COMMAND". Returns -1 with FAULT_USAGE, or 0 if the words
 * are none of these. */
int foreign_refuse(
    const char *command, const char *const *words, struct error *err);

/* The same for the operands of a command, of one that takes no hosts with 0. */
int foreign_check(
    const struct command *command, const struct config *cfg, struct error *err);

#endif
