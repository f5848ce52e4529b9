/* SPDX-License-Identifier: MIT */
/* A directory for the sockets of a lesson, or of a pair. */
#ifndef DEMO_DIRECTORY_H
#define DEMO_DIRECTORY_H

#include "base/error.h"

/* Room for a path; a slash and a letter may follow it in a Unix address. */
#define DIRECTORY_SIZE 106

/* Makes one below TMPDIR that nobody else may look into. Returns 0, or -1 with
 * FAULT_IO. */
int directory_make(char path[DIRECTORY_SIZE], struct error *err);

/* Removes it with the files in it. */
void directory_remove(const char *path);

#endif
