/* SPDX-License-Identifier: MIT */
/* What a command prints on standard output. */
#ifndef SYS_STDOUT_H
#define SYS_STDOUT_H

#include "base/error.h"

/* Prints the lines on stdout. On a terminal they are wrapped at its width, and
 * what follows a cut is indented by hang. */
void stdout_lines(const char *lines, int hang);

/* Gives stdout the text at once, as it is. Returns as stdout_now(). */
int stdout_text(const char *text, struct error *err);

/* Gives stdout what was printed. Returns 0, or -1 with FAULT_IO, or with
 * FAULT_SIGNAL and SIGPIPE if nobody reads it. */
int stdout_flush(struct error *err);

/* Gives stdout the lines at once, wrapped as stdout_lines() does, in one write
 * where the system lets it be one. Returns as stdout_flush(), and -1 with
 * FAULT_SIGNAL also when the user wants an end while it waits for room. */
int stdout_now(const char *lines, int hang, struct error *err);

#endif
