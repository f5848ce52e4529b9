/* SPDX-License-Identifier: MIT */
/* %{name} templates, as for --announce and --write-out. */
#ifndef ARGS_TEMPLATE_H
#define ARGS_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct template_field {
	const char *name, *value;
};

/* The names that are known in the templates of --announce, of --output for the
 * files of clients, and of --write-out. Each list ends in NULL. */
extern const char *const template_announce_names[];
extern const char *const template_file_names[];
extern const char *const template_write_out_names[];

/* Whether there is a %{name} in the text. */
bool template_has_name(const char *text);

/* Checks the syntax of the template, and that it has no other names than these,
 * which end in NULL. Returns 0, or -1 with FAULT_USAGE. */
int template_check(
    const char *format, const char *const *names, struct error *err);

/* Whether the template has %{name} in it. */
bool template_names(const char *format, const char *name);

/* Whether two texts made of the template always differ if %{name}, a number,
 * differs. */
bool template_tells_apart(const char *format, const char *name);

/* Changes a value so that it is safe as a part of a file name: it has no slash
 * and does not begin with a dot. Returns value. */
char *template_file_value(char *value);

/* Fills in the fields, %% and the escapes \n \t \r. The template has been
 * checked. Returns an allocated text. */
char *template_expand(
    const char *format, const struct template_field *fields, size_t count);

/* Expands the template up to the first of the names in stops, which end in
 * NULL, or up to its end. Moves *format behind that name and sets *stop to its
 * index, or to -1 at the end. */
char *template_expand_part(const char **format,
    const struct template_field *fields, size_t count, const char *const *stops,
    int *stop);

#endif
