/* SPDX-License-Identifier: MIT */
/* The words of programs: arguments of calls, and what is wanted of them. */
#ifndef DEMO_COURSE_PROGRAM_WORDS_H
#define DEMO_COURSE_PROGRAM_WORDS_H

#include "demo/course/scene.h"

/* How a language writes them. In these templates '$' is a word, and '#' is the
 * second one. */
struct program_dialect {
	const char *number;   /* a variable */
	const char *address;  /* a variable */
	const char *port;     /* of the address that is a variable */
	const char *inet;     /* host and port */
	const char *path;     /* of a Unix socket */
	const char *abstract; /* name of a Unix socket */
	const char *bytes;
	const char *filler; /* so many bytes, whatever they are */
	const char *octal;  /* number */
	const char *null;
	/* Results of a call: */
	const char *is, *above, *below;
	const char *fails;  /* by this errno */
	const char *sysno;  /* an errno that was asked for */
	const char *either; /* of two */
};

struct program_writing {
	struct writing writing; /* writes arguments */
	const struct scene *scene;
	const struct program_dialect *dialect;
};

/* For the arguments of a step. */
struct program_writing program_words_make(
    const struct scene *scene, int step, const struct program_dialect *dialect);

/* Adds what the step wants; ANY is any success, also of one that wants an
 * address. */
void program_words_wanted(
    struct bytes *out, const struct program_writing *w, int step);

/* Whether the step wants its first result to be an address. */
bool program_words_want_address(const struct scene *scene, int step);

/* Adds a text without quotes, with escapes. */
void program_words_escaped(struct bytes *out, const char *bytes, size_t len);

#endif
