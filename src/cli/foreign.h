/* SPDX-License-Identifier: MIT */
/* Words that stand where a host is wanted, and are something else. */
#ifndef CLI_FOREIGN_H
#define CLI_FOREIGN_H

#include "base/error.h"

/* Explains a word that is a path, a URL, an address of another kind or a range
 * of addresses, with what to type instead of "genet COMMAND". Returns -1 with
 * FAULT_USAGE, or 0 if the word is none of these. */
int foreign_refuse(const char *command, const char *word, struct error *err);

#endif
