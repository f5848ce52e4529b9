/* SPDX-License-Identifier: MIT */
/* Errors and hints on standard error. */
#ifndef FRONT_MESSAGE_H
#define FRONT_MESSAGE_H

#include <stdbool.h>

#include "base/error.h"
#include "sys/output/palette.h"

struct message_style {
	bool quiet; /* no hints */
	enum palette_when color;
};

/* Writes "WHO: TEXT", the detail, and unless quiet the hints. All in one write
 * where the system allows that; control characters are made visible. */
void message_error(const char *who, const struct error *err,
    const struct message_style *style);

/* Writes "WHO: WHAT" for a signal that ends genet, such as "interrupted". */
void message_signal(const char *who, int signal);

#endif
