/* SPDX-License-Identifier: MIT */
/* What the writers of programs have in common. In a program each party is a
 * process, and a number that all share says whose turn it is: that of the step.
 */
#ifndef DEMO_COURSE_PROGRAM_PRIVATE_H
#define DEMO_COURSE_PROGRAM_PRIVATE_H

#include "base/bytes.h"
#include "demo/course/program.h"

/* How a program is written in a language. Each adds lines to out. */
struct program_style {
	/* What stands before the parties, whose calls are in body. */
	void (*begin)(
	    struct bytes *out, const struct scene *scene, const char *body);
	void (*party)(struct bytes *out, const struct scene *scene, int party);
	void (*wait)(struct bytes *out, int turn);
	void (*comment)(struct bytes *out, const char *text);
	void (*step)(struct bytes *out, const struct scene *scene, int step);
	void (*pass)(struct bytes *out, int turn);
	void (*end)(struct bytes *out, const struct scene *scene);
};

extern const struct program_style program_style_c, program_style_python;

/* What a program needs that mentions the word; it may mention the words of
 * earlier rows. A row without a word ends a table. */
struct program_helper {
	const char *word, *text;
};

/* The most rows of a table. */
#define PROGRAM_HELPERS 64

extern const struct program_helper program_helpers_c[],
    program_helpers_python[];

/* What each program in C begins with, before and behind its variables, and what
 * its main does first; and what each in Python begins with. */
extern const char program_c_head[], program_c_middle[], program_c_main[],
    program_python_head[];

/* Whether a step of the lesson mentions the word. */
bool program_has_word(const struct scene *scene, const char *word);

/* Adds the texts that the body needs. */
void program_add_helpers(
    struct bytes *out, const char *body, const struct program_helper *helpers);

/* Adds the lines of a text, filled, each between two texts. */
void program_add_filled(
    struct bytes *out, const char *text, const char *begin, const char *end);

/* How many parties a signal ends, as the lesson says. */
int program_deaths(const struct scene *scene);

#endif
