/* SPDX-License-Identifier: MIT */
/* The observers that a user asks for by options, beside the notices. */
#ifndef WORK_WATCHING_WATCHING_H
#define WORK_WATCHING_WATCHING_H

#include "work/run.h"

/* Adds the observers to run->tap; tap_end() ends them, and frees what they
 * have. Returns 0, or -1 with err filled if one of them cannot do its work. */
int watching_begin(struct run *run, struct error *err);

#endif
