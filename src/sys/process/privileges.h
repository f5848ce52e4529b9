/* SPDX-License-Identifier: MIT */
/* Giving up the rights of the super-user, for good. */
#ifndef SYS_PROCESS_PRIVILEGES_H
#define SYS_PROCESS_PRIVILEGES_H

#include <stdbool.h>

#include "base/error.h"

struct privileges {
	const char *user; /* a name or a number to become; NULL: nobody else */
	const char *directory; /* the new root of files; NULL: none */
};

/* Whether this process has the rights of the super-user. */
bool privileges_are_ours(void);

/*
 * Becomes the user, with that user's groups, who sees no files but those in the
 * directory; and checks that there is no way back. Returns 0, or -1 with err
 * filled: FAULT_USAGE for a user that does not exist or is the super-user,
 * FAULT_IO for what this process may not do.
 */
int privileges_drop(const struct privileges *to, struct error *err);

#endif
