/* SPDX-License-Identifier: MIT */
/* What is printed of a lesson: on a wide terminal a column for each party, else
 * one column for all. */
#ifndef DEMO_COURSE_TRANSCRIPT_H
#define DEMO_COURSE_TRANSCRIPT_H

#include "base/error.h"
#include "demo/language/scene.h"
#include "sys/output/palette.h"
#include "tap/tap.h"

struct transcript {
	struct tap *tap; /* is told of each call */
	const struct palette *palette;
	bool is_silent; /* nothing is printed */
	bool is_brief;  /* only what differs, and the conclusion */
	int width;      /* of the terminal; 0: it is none */
};

/* Print the beginning, when the calls of the opening have been made; a step,
 * when its call has returned or waits; and the end. Return 0, or -1 as
 * stdout_now().
 */
int transcript_begin(
    const struct transcript *t, const struct scene *scene, struct error *err);
int transcript_step(const struct transcript *t, const struct scene *scene,
    int step, struct error *err);
int transcript_end(const struct transcript *t, const struct lesson *lesson,
    int deviations, struct error *err);

#endif
