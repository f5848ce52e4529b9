/* SPDX-License-Identifier: MIT */
/* How a language of programs writes what lessons say. */
#ifndef DEMO_PROGRAM_PROGRAM_LANGUAGE_H
#define DEMO_PROGRAM_PROGRAM_LANGUAGE_H

#include "base/bytes.h"
#include "demo/language/scene.h"

/* A part of a program.*.in: its line "@DIRECTIVE TEMPLATE", see program.c, and
 * the text that follows. */
struct program_part {
	const char *directive, *template, *text;
	const char *rest; /* the parts that follow */
};

/* The texts are templates, with the places $1, $2 and $3. */
struct program_language {
	const char *parts;          /* by parts.sed; the first is "begin" */
	const char *const *missing; /* constants; or NULL */
	const char *before_helper;
	const char *number_type, *address_type;
	bool takes_c; /* the template of a call is that for C */

	/* Arguments: $1 is the word. */
	const char *number, *address; /* variables */
	const char *port;             /* of an address that is a variable */
	const char *inet;             /* host $1, port $2 */
	const char *path, *abstract;  /* of a Unix socket */
	const char *bytes;
	const char *filler; /* $1 bytes, whatever they are */
	const char *octal;
	const char *null;

	/* What is wanted. */
	const char *results[WANTED_KINDS];
	const char *sysno;  /* an errno that was asked for */
	const char *either; /* $1 or $2 */

	/* A step: $1 is the beginning of an assignment, $2 the call, $3 what is
	 * wanted. Then, for the variable or flag $1, what is checked after it.
	 */
	const char *assign[CALL_RESULTS]; /* or NULL */
	const char *expect, *expect_bytes, *expect_either, *eventually;
	const char *expect_address, *expect_flag;

	/* Around steps. The processes take turns: $1 is the step. */
	const char *wait, *pass;
	const char *comment; /* a short one */
	const char *comment_begin, *comment_line, *comment_end;
	const char *party, *party_end;
	const char *global; /* for each descriptor, after party */
};

extern const struct program_language program_c, program_python;

#endif
