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

/* The names that an announcement, the name of a client's file, and what is
 * written in the end can have; each list ends in NULL. */
extern const char *const template_announce_names[];
extern const char *const template_file_names[];
extern const char *const template_write_out_names[];

/* Whether there is a %{name} in the text. */
bool template_has_name(const char *text);

/* Checks the template. Returns 0, or -1 with FAULT_USAGE: an unknown name
 * must not pass in silence. names ends in NULL. */
int template_check(
    const char *format, const char *const *names, struct error *err);

/* Whether the template has %{name} in it. */
bool template_names(const char *format, const char *name);

/* Whether texts in which %{name}, a number, differs are different, whatever the
 * other fields are. */
bool template_tells_apart(const char *format, const char *name);

/* Makes a value fit to be a part of a file's name, whatever it is: it leads
 * into no directory, and hides nothing. Returns value. */
char *template_file_value(char *value);

/* Fills in the fields, %% and the escapes \n \t \r. The template has been
 * checked. Returns an allocated text. */
char *template_expand(
    const char *format, const struct template_field *fields, size_t count);

/* The same up to the first of the stops, which are names and end in NULL, or
 * the end. Moves *format behind it, and sets *stop to its index, or -1. */
char *template_expand_part(const char **format,
    const struct template_field *fields, size_t count, const char *const *stops,
    int *stop);

#endif
