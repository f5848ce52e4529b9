/* SPDX-License-Identifier: MIT */
/* Runs a lesson: starts its parties, has them make the calls in turn, and
 * compares the results with what the lesson says. */
#ifndef DEMO_COURSE_STAGE_H
#define DEMO_COURSE_STAGE_H

#include "base/error.h"
#include "demo/course/transcript.h"

/* The transcript gets the beginning and each step, not the end. Returns how
 * many calls did not do what the lesson says, or -1 with err filled: FAULT_IO
 * if there are no processes, FAULT_MEMORY, FAULT_USAGE if the lesson has a
 * mistake, FAULT_SIGNAL, or the error of the transcript. */
int stage_run(const struct lesson *lesson, int family,
    const struct transcript *transcript, struct error *err);

#endif
