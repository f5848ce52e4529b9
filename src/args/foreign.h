/* SPDX-License-Identifier: MIT */
/* Words that stand where a host is wanted, and are something else. */
#ifndef ARGS_FOREIGN_H
#define ARGS_FOREIGN_H

#include "base/error.h"

/* Explains the first of the words, which end in NULL, if it is a path, a URL,
 * an address of another kind or of socat, a range of addresses, or begins with
 * a user; and the second if it is an address of socat. Says what to type
 * instead of "genet COMMAND". Returns -1 with FAULT_USAGE, or 0 if the words
 * are none of these. */
int foreign_refuse(
    const char *command, const char *const *words, struct error *err);

#endif
