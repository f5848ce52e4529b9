/* SPDX-License-Identifier: MIT */
/* The course: all lessons, in teaching order. */
#ifndef DEMO_COURSE_COURSE_H
#define DEMO_COURSE_COURSE_H

#include "base/error.h"
#include "demo/program/program.h"
#include "sys/output/palette.h"
#include "tap/tap.h"

struct course_opts {
	const char *lesson; /* its name; "list": names; "all": each of them */
	int family;         /* AF_INET or AF_INET6 */
	struct tap *tap;
	bool is_silent; /* nothing is printed */
	bool is_brief;  /* only the conclusions */
	enum palette_when color;
};

/* Runs the lesson, or all of them, on a terminal with a pause after each.
 * Returns 0, or -1 with FAULT_UNMET if a call did not do what the lesson says,
 * FAULT_USAGE if there is no such lesson, or as stage_run(). */
int course_run(const struct course_opts *opts, struct error *err);

/* The name of a lesson, counted from 0 in teaching order, and its question.
 * Returns NULL after the last one. */
const char *course_name(int i, const char **question);

/* Whether --lesson takes that name. */
bool course_has(const char *name);

/* Prints a program that does what the lesson does. Returns as course_run(). */
int course_write(const struct course_opts *opts,
    enum program_language_name language, struct error *err);

#endif
