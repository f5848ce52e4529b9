/* SPDX-License-Identifier: MIT */
/* A lesson that has been read, and is run. All parties share the memory of the
 * scene. */
#ifndef DEMO_LANGUAGE_SCENE_H
#define DEMO_LANGUAGE_SCENE_H

#include <sys/types.h>

#include "demo/language/calls.h"
#include "demo/language/lesson.h"

struct scene {
	const struct lesson *lesson;
	int64_t start; /* by clock_now() */
	struct variables variables;

	/* The calls of the opening, then those of the lesson. */
	int count, opening_count;
	struct step steps[LESSON_STEPS];
	struct phrase phrases[LESSON_STEPS];
	struct outcome outcomes[LESSON_STEPS];

	pid_t processes[LESSON_PARTIES]; /* 0: the party has not begun */
	struct error wrong;              /* what is wrong in the lesson */
};

/* Reads a step of the text, and moves on. Returns whether there was one. */
bool scene_read_step(const char **steps, struct step *step);

/* Reads the steps of a lesson. family is AF_INET or AF_INET6. Returns 0, or -1
 * with FAULT_USAGE if a step has a mistake. */
int scene_fill(struct scene *scene, const struct lesson *lesson, int family,
    struct error *err);

/* The party that the step starts by fork(), or -1; and whether a party starts
 * with the scene. */
int scene_forked(const struct scene *scene, int step);
bool scene_is_first(const struct scene *scene, int party);

/* The step that makes the call of this one: the step itself, or for 'returns'
 * the one before it whose call blocks. */
int scene_call(const struct scene *scene, int step);
bool scene_blocks(const struct scene *scene, int step);

/* What the call of a step has to return; if it blocks, what 'returns' says. */
const struct wanted *scene_wanted(const struct scene *scene, int step);

/* Whether it needs a directory for the files of sockets. */
bool scene_uses_files(const struct scene *scene);

#endif
