/* SPDX-License-Identifier: MIT */
/* A command line of netcat, in the words of genet. */
#ifndef FRONT_NETCAT_LINE_H
#define FRONT_NETCAT_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The command line of genet that does what netcat does with these words, such
 * as "genet udp-recv -v localhost 8125" for -lvu localhost 8125. command is
 * the one of genet that stands before the words; NULL: there is none.
 * *is_another says whether the words ask for another command than that.
 * Allocated; NULL if a word has no counterpart.
 */
char *netcat_line(
    const char *command, char *const *words, size_t count, bool *is_another);

#endif
