/* SPDX-License-Identifier: MIT */
/* Explains what is wrong with an option, and what to type instead. */
#ifndef FRONT_OPTION_REFUSAL_H
#define FRONT_OPTION_REFUSAL_H

#include "base/error.h"
#include "front/option-table.h"

/* A command line, and the word of it that getopt_long has read. */
struct option_word {
	const struct option_scan *scan;
	const struct option_table *table;
	int argc;
	char *const *argv;
	int at;
};

/* Refuses an abbreviation: getopt_long takes any unambiguous beginning of a
 * name, and a script that uses one would break with the next option. Returns
 * 0 if the name of the option is whole. */
int option_refusal_of_spelling(const struct option_word *word,
    const struct option_spec *spec, struct error *err);

/* Explains getopt_long's answer '?' or ':'. Returns -1. */
int option_refusal_of_answer(
    const struct option_word *word, int answer, struct error *err);

#endif
