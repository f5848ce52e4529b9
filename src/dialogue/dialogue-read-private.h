/* SPDX-License-Identifier: MIT */
/* What the parts of the reader share. */
#ifndef DIALOGUE_DIALOGUE_READ_PRIVATE_H
#define DIALOGUE_DIALOGUE_READ_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/error.h"
#include "dialogue/dialogue.h"
#include "dialogue/variables.h"

struct dialogue_reading {
	const char *file;
	struct dialogue_file *out;
	const struct variables *known;
	struct variables named; /* by earlier steps of the dialogue */
	bool has_ended[2];      /* of the sides of the dialogue */
	bool is_reset;          /* by either side */
	char *line; /* without its end; has neither control bytes nor NUL */
	int number; /* of the line, from 1 on */
	struct error *err;
};

/* Sets the error for that byte of the line. Returns -1. */
int dialogue_read_error(const struct dialogue_reading *r, size_t at,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Makes room behind count items of that size. Returns where the items are. */
void *dialogue_read_grow(void *items, size_t count, size_t size);

/* The smallest part of a text: a character as it stands there, or what an
 * escape or "${NAME}" stands for. */
struct dialogue_unit {
	enum { UNIT_PLAIN, UNIT_ESCAPE, UNIT_VARIABLE } kind;
	size_t at, len;     /* in the line */
	const char *bytes;  /* that are meant, or the name */
	size_t bytes_count; /* of them */
	char byte;          /* what bytes points to for an escape */
};

/* Reads the unit that begins at that byte of the line, which is not its end. In
 * expressions a backslash stands also before punctuation. */
int dialogue_read_unit(const struct dialogue_reading *r, size_t at,
    bool is_expression, struct dialogue_unit *unit);

/* Adds bytes, or the name of a variable, to a text. */
void dialogue_read_add(struct dialogue_text *text, bool is_variable,
    const char *bytes, size_t len);

/* Each adds what stands from that byte of the line on. */
int dialogue_read_text(
    struct dialogue_reading *r, size_t at, struct dialogue_text *text);
int dialogue_read_expression(
    struct dialogue_reading *r, size_t at, struct dialogue_step *step);

/* Gives the step a name, which later steps may use. */
void dialogue_read_name(
    struct dialogue_step *step, const char *name, size_t len, int group);

/* Reads the line that begins at a '>' or '<', or with "pause". */
int dialogue_read_step(struct dialogue_reading *r);

#endif
