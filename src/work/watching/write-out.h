/* SPDX-License-Identifier: MIT */
/* --write-out: a line about the run, when that is over. */
#ifndef WORK_WATCHING_WRITE_OUT_H
#define WORK_WATCHING_WRITE_OUT_H

#include "work/run.h"

/* An observer that writes the line when it is ended, and frees itself. NULL
 * with err filled if it cannot be. The config has a template, which has been
 * checked. */
struct tap *write_out_new(const struct run *run, struct error *err);

#endif
