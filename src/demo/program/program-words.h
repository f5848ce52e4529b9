/* SPDX-License-Identifier: MIT */
/* The words of programs: arguments of calls, and what is wanted of them. */
#ifndef DEMO_PROGRAM_PROGRAM_WORDS_H
#define DEMO_PROGRAM_PROGRAM_WORDS_H

#include "demo/program/program-language.h"

/* The width of text in comments, without the indentation. */
#define PROGRAM_TEXT_WIDTH 66

/* Fills the places of a template, $1 to $3, with these words. */
#define PROGRAM_WORDS(...) ((const char *const[3]){ __VA_ARGS__ })
void program_fill(
    struct bytes *out, const char *template, const char *const words[3]);

/* The same with each line of a text, filled to the width. */
void program_fill_lines(
    struct bytes *out, const char *template, const char *text);

/* The same with each descriptor. */
void program_fill_descriptors(
    struct bytes *out, const char *template, const struct variables *v);

/* The same with a number. */
void program_fill_number(struct bytes *out, const char *template, int number);

/* Ends it with NUL, and returns it. */
const char *program_text(struct bytes *text);

/* Adds a text without quotes, with escapes. */
void program_escape(struct bytes *out, const char *bytes, size_t len);

/* For the arguments of a step. */
struct program_writing {
	struct writing writing; /* writes arguments */
	const struct scene *scene;
	const struct program_language *language;
};
struct program_writing program_writing_make(const struct scene *scene, int step,
    const struct program_language *language);

/* Adds what the step wants; ANY is any success, also of one that wants an
 * address. */
void program_add_wanted(
    struct bytes *out, const struct program_writing *w, int step);

/* Whether the step wants its first result to be an address. */
bool program_wants_address(const struct scene *scene, int step);

#endif
