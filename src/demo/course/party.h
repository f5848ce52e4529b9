/* SPDX-License-Identifier: MIT */
/* A process that makes the calls of one party of a lesson. */
#ifndef DEMO_COURSE_PARTY_H
#define DEMO_COURSE_PARTY_H

#include "demo/language/scene.h"

/* A byte with the number of a step goes to a party through a pipe when it is
 * to make the call, and comes back through another when the call is done. */
struct party {
	struct scene *scene;
	int number;                  /* in the lesson */
	int cues[LESSON_PARTIES][2]; /* pipes; they end with the lesson */
	int done[2];                 /* a pipe */
	const char *directory;       /* in which it works, or NULL */
};

/* Makes the calls for which it gets a cue, until there are no more. Returns the
 * status with which the process ends. */
int party_run(struct party *party);

#endif
