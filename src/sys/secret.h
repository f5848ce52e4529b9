/* SPDX-License-Identifier: MIT */
/* Passwords: from files, or typed at a terminal without echo. */
#ifndef SYS_SECRET_H
#define SYS_SECRET_H

#include <stdint.h>

#include "base/error.h"

/* Reads the first line of a file, which may be a pipe, but not a terminal,
 * which would show the password. Returns the line, to be freed by
 * secret_free(), or NULL with FAULT_IO, FAULT_USAGE, FAULT_TIMEOUT or
 * FAULT_SIGNAL. */
char *secret_read(const char *file, int64_t deadline, struct error *err);

/* Asks for a line at the controlling terminal, whatever the standard streams
 * are. Returns 1 with *out, which may be empty, to be freed by secret_free(); 0
 * if no terminal can be read; or -1 with err filled. */
int secret_ask(
    const char *prompt, int64_t deadline, char **out, struct error *err);

/* Overwrites and frees a password. Accepts NULL. */
void secret_free(char *secret);

#endif
