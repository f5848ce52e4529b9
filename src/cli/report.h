/* SPDX-License-Identifier: MIT */
/* What a command reports on standard output. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/error.h"

/* Prints the lines on stdout. On a terminal they are wrapped at its width, and
 * what follows a cut is indented by hang. */
void report_lines(const char *lines, int hang);

/* Gives stdout what was printed. Returns 0, or -1 with FAULT_IO, or with
 * FAULT_SIGNAL and SIGPIPE if nobody reads it. */
int report_flush(struct error *err);

#endif
