/* SPDX-License-Identifier: MIT */
/* Explains operands that are no hosts, but paths, URLs or addresses of other
 * tools. */
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

/* Checks all operands of the command in this way. Returns 0 for a command that
 * takes no hosts. */
int foreign_check(
    const struct command *command, const struct config *cfg, struct error *err);

#endif
