/* SPDX-License-Identifier: MIT */
/* Help texts, made from the option tables. */
#ifndef FRONT_USAGE_H
#define FRONT_USAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "args/option-spec.h"

/* The columns to write for: those of the terminal behind fd, or COLUMNS, but
 * not less than 20 and not more than 100. */
int usage_width(int fd);

/* Whether the option is among those that most people need: it is marked as
 * such, or the examples of the command use it. */
bool usage_is_common(const struct option_spec *spec, const char *examples);

/* Letter, name, argument, what it does, wrapped to the width. */
void usage_print_option(FILE *to, const struct option_spec *spec, int width);

/* A heading and a row for each option: letter, name, argument, what it does,
 * wrapped to the width. */
void usage_print_group(FILE *to, const struct option_group *group, int width);

/* Words, wrapped to the width behind the indent; the first line has been
 * begun up to column. */
void usage_print_wrapped(
    FILE *to, const char *text, int column, int indent, int width);

/* Lines that have been laid out, wrapped where they are longer than width. */
void usage_print_lines(FILE *to, const char *lines, int width);

#endif
