/* SPDX-License-Identifier: MIT */
/* The readers of other programs' command lines, one for each program. */
#ifndef FRONT_TRANSLATE_FROM_H
#define FRONT_TRANSLATE_FROM_H

#include "front/translate/translation.h"

/* Reads the words behind the program's name, which is argv[0], into t. Opens
 * and runs nothing. Returns 0, or -1 with t->err filled: FAULT_USAGE if the
 * program itself refuses the line, FAULT_UNSUPPORTED if genet has nothing for
 * a part of it. */
int from_nc(struct translation *t, int argc, char **argv);
int from_ncat(struct translation *t, int argc, char **argv);
int from_socat(struct translation *t, int argc, char **argv);

/* Reads the address of one socket, for a hint. The other end is not known.
 * Returns as the others do. */
int from_socat_address(struct translation *t, const char *word);

#endif
