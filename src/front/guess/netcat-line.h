/* SPDX-License-Identifier: MIT */
/* Translates netcat's options that were typed after a command of genet. */
#ifndef FRONT_GUESS_NETCAT_LINE_H
#define FRONT_GUESS_NETCAT_LINE_H

#include <stdbool.h>

/*
 * The command line of genet that does what netcat does with these words, which
 * end in NULL: "genet listen -v udp:localhost:8125" for -lvu localhost 8125.
 * command is the one of genet that stands before the words; NULL: there is
 * none. *is_another says whether the words ask for another command than that.
 * Allocated; NULL if genet does not do all that the words ask for.
 */
char *netcat_line(
    const char *command, const char *const *words, bool *is_another);

#endif
