/* SPDX-License-Identifier: MIT */
/* What is said on stderr when something went wrong. For main. */
#ifndef FRONT_MESSAGE_H
#define FRONT_MESSAGE_H

#include <stdbool.h>

#include "base/error.h"
#include "front/wording.h"
#include "sys/palette.h"

struct message_style {
	bool quiet; /* no hints */
	enum palette_when color;
};

/* Writes "PROGRAM COMMAND: TEXT", the detail, and unless quiet the hints. All
 * in one write where the system lets it be one; control characters are made
 * visible. command may be NULL. */
void message_error(const struct wording *w, const char *command,
    const struct error *err, const struct message_style *style);

/* Writes "PROGRAM COMMAND: WHAT" for a signal that ends genet, as
 * "interrupted".
 */
void message_signal(const struct wording *w, const char *command, int signal);

#endif
