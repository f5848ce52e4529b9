/* SPDX-License-Identifier: MIT */
/* An address of socat, in the words of genet. */
#ifndef ARGS_SOCAT_H
#define ARGS_SOCAT_H

#include "base/error.h"

/*
 * Refuses a word such as "TCP:localhost:80" or "UNIX-LISTEN:./s,fork" with
 * FAULT_USAGE, and says which line of genet does the same, if one does: for
 * wait and scan, a TCP address is an operand of that command. Returns 0 if the
 * word is no address of socat.
 */
int socat_refuse(const char *command, const char *word, struct error *err);

#endif
