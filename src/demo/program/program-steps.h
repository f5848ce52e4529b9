/* SPDX-License-Identifier: MIT */
/* The parties of a lesson, as functions of a program. */
#ifndef DEMO_PROGRAM_PROGRAM_STEPS_H
#define DEMO_PROGRAM_PROGRAM_STEPS_H

#include "demo/program/program-language.h"

/* Each party is a process, and a number that all share is the step whose turn
 * it is. */
void program_add_parties(struct bytes *out, const struct scene *scene,
    const struct program_language *language);

/* How many parties a signal ends, as the lesson says. */
int program_deaths(const struct scene *scene);

#endif
