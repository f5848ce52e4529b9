/* SPDX-License-Identifier: MIT */
/* What an observer says of a file that takes no more. */
#ifndef TAP_TROUBLE_H
#define TAP_TROUBLE_H

#include "tap/tap.h"

/* Tells the chain that what is written to the file (such as "capture") ends
 * here, and why: an errno, ETIMEDOUT for a reader that does not read. */
void trouble_tell(
    struct tap *all, const char *what, const char *name, int sysno);

/* The same at the end of the run. Returns -1. */
int trouble_conclude(
    const char *what, const char *name, uint64_t written, struct error *err);

#endif
