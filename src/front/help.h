/* SPDX-License-Identifier: MIT */
/* Prints help and version on standard output, in color as the config says. All
 * functions return 0, or -1 with FAULT_IO. */
#ifndef FRONT_HELP_H
#define FRONT_HELP_H

#include "cmd/command.h"
#include "sys/output/palette.h"

/* The most useful options, which fit a screen; or all options. */
int help_print_short(
    const struct command *command, const struct config *cfg, struct error *err);
int help_print_full(
    const struct command *command, const struct config *cfg, struct error *err);

/* The commands of two words that begin with this one. Returns 1 instead if
 * there are none, and prints nothing. */
int help_print_family(
    const char *word, const struct config *cfg, struct error *err);

/* With -v also what this host has. Returns 0, or -1 with err filled. */
int help_print_version(const struct config *cfg, struct error *err);

/* What genet is, and its commands. The text is the caller's to free; NULL if
 * there is no memory. */
int help_print_overview(const struct config *cfg, struct error *err);
char *help_overview(int width, const struct palette *palette);

#endif
