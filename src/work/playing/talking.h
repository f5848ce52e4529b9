/* SPDX-License-Identifier: MIT */
/* Plays the client of dialogues, each over a connection of its own. */
#ifndef WORK_PLAYING_TALKING_H
#define WORK_PLAYING_TALKING_H

#include "args/spec.h"
#include "work/run.h"

/* Reaches the address for each dialogue, plays all, and prints the results.
 * Returns 0, or -1 with err filled: why the first that failed has. */
int talking(
    const struct run *run, const struct spec *target, struct error *err);

#endif
