/* SPDX-License-Identifier: MIT */
/* A process that makes the calls of one party of a lesson. */
#ifndef DEMO_COURSE_PARTY_H
#define DEMO_COURSE_PARTY_H

#include "demo/language/scene.h"

/* A byte with the number of a step goes to a party through a pipe when it is
 * to make the call, and comes back through another when the call is done. */
struct party {
	struct scene *scene;
	int number;                  /* index in the parties of the lesson */
	int cues[LESSON_PARTIES][2]; /* pipes; closed when the lesson ends */
	int done[2];                 /* a pipe */
	const char *directory;       /* its working directory, or NULL */
};

/* Makes the calls for which it gets cues, until these end. Returns the exit
 * status of the process. */
int party_run(struct party *party);

#endif
