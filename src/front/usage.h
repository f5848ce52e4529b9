/* SPDX-License-Identifier: MIT */
/* Help texts, made from the option tables. */
#ifndef FRONT_USAGE_H
#define FRONT_USAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "args/option-spec.h"
#include "sys/output/palette.h"

/* Where help is written to, and how. */
struct usage_page {
	FILE *to;
	int width; /* in columns; 0: no limit */
	const struct palette *palette;
};

/* The columns to write for: those of the terminal behind fd, or COLUMNS, but
 * not less than 20 and not more than 100. */
int usage_width(int fd);

/* Whether the option is among those that most people need: it is marked as
 * such, or the examples of the command use it. */
bool usage_is_common(const struct option_spec *spec, const char *examples);

/* Letter, name, argument, what it does, wrapped to the width. */
void usage_print_option(
    const struct usage_page *page, const struct option_spec *spec);

/* A heading, or a word that is one for the rest of its line. */
void usage_print_heading(const struct usage_page *page, const char *heading);

/* A heading and a row for each option: letter, name, argument, what it does,
 * wrapped to the width. */
void usage_print_group(
    const struct usage_page *page, const struct option_group *group);

/* Words, wrapped to the width behind the indent; the first line has been
 * begun up to column. */
void usage_print_wrapped(
    const struct usage_page *page, const char *text, int column, int indent);

/* What print writes to the page, as a text. Allocated; NULL if there is no
 * memory. */
char *usage_compose(
    struct usage_page page, void (*print)(const struct usage_page *page));

/* Lines that have been laid out, wrapped where they are longer than width. */
void usage_print_lines(const struct usage_page *page, const char *lines);

#endif
