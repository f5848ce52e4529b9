/* SPDX-License-Identifier: MIT */
/* Runs a lesson: starts its parties, has them make the calls in turn, and
 * compares the results with what the lesson says. */
#ifndef DEMO_COURSE_STAGE_H
#define DEMO_COURSE_STAGE_H

#include "base/error.h"
#include "demo/course/scene.h"

/* Who is told of a lesson. */
struct stage_audience {
	/* The calls of the opening are made; the lesson begins. */
	int (*begun)(
	    void *context, const struct scene *scene, struct error *err);
	/* A step is done. is_blocked: its call has begun and waits. */
	int (*step)(void *context, const struct scene *scene, int step,
	    bool is_blocked, bool is_as_wanted, struct error *err);
	void *context;
};

/* Returns how many calls did not do what the lesson says, or -1 with err
 * filled: FAULT_IO if there are no processes or memory, FAULT_USAGE if the
 * lesson has a mistake, FAULT_SIGNAL, or the error of the audience. */
int stage_run(const struct lesson *lesson, int family,
    const struct stage_audience *audience, struct error *err);

#endif
