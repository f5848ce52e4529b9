/* SPDX-License-Identifier: MIT */
/* The failure of a file that an observer writes. */
#ifndef TAP_TROUBLE_H
#define TAP_TROUBLE_H

#include "tap/tap.h"

/* Tells the chain that what the observer writes (such as "capture") ends here,
 * and the reason: an errno, ETIMEDOUT for a reader that does not read. */
void trouble_tell(
    struct tap *all, const char *what, const char *name, int sysno);

/* Fills err with the same, for the end of the run. Returns -1. */
int trouble_conclude(
    const char *what, const char *name, uint64_t written, struct error *err);

#endif
