/* SPDX-License-Identifier: MIT */
/* Text that a command prints on standard output. */
#ifndef SYS_OUTPUT_STDOUT_H
#define SYS_OUTPUT_STDOUT_H

#include "base/error.h"

/* Prints lines into the buffer of stdout. On a terminal they are wrapped at its
 * width, and the continuation of a line is indented by hang. */
void stdout_lines(const char *lines, int hang);

/* Writes the text at once, as it is. Returns as stdout_now(). */
int stdout_text(const char *text, struct error *err);

/* Writes the buffer of stdout. Returns 0, or -1 with FAULT_IO, or with
 * FAULT_SIGNAL and SIGPIPE if there is no reader. */
int stdout_flush(struct error *err);

/* Writes lines at once, wrapped as by stdout_lines(), with one call if
 * possible. Returns as stdout_flush(), and -1 with FAULT_SIGNAL also if a
 * signal asks for the end during the wait for room. */
int stdout_now(const char *lines, int hang, struct error *err);

#endif
