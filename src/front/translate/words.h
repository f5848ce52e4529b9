/* SPDX-License-Identifier: MIT */
/* A config as the command line that says it: what option.c reads, backwards. */
#ifndef FRONT_TRANSLATE_WORDS_H
#define FRONT_TRANSLATE_WORDS_H

#include "cmd/command.h"

/*
 * "genet", the command, each option whose value is not the default one, the
 * operands, and the program. Returns the allocated words, which end in NULL,
 * or NULL with FAULT_UNSUPPORTED if the config has an option that the command
 * does not take.
 */
char **words_of_config(
    const struct command *command, const struct config *cfg, struct error *err);

/* The words in one line, as a shell reads them. Allocated. */
char *words_line(const char *const *words);

#endif
