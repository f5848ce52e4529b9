/* SPDX-License-Identifier: MIT */
/* What two sides of a conversation say, step by step: genet-dialogue(5). */
#ifndef DIALOGUE_DIALOGUE_H
#define DIALOGUE_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The client is the side that connects. */
enum dialogue_side { DIALOGUE_CLIENT, DIALOGUE_SERVER };

enum dialogue_kind {      /* the side ... */
	DIALOGUE_TEXT,    /* says these bytes */
	DIALOGUE_BEGINS,  /* says a line that begins with these bytes */
	DIALOGUE_MATCHES, /* says a line in which the expression matches */
	DIALOGUE_UNTIL,   /* says anything that ends with these bytes */
	DIALOGUE_BYTES,   /* says so many bytes */
	DIALOGUE_PAUSE,   /* waits before its next step; has no side */
	DIALOGUE_END,     /* ends its stream */
	DIALOGUE_RESET,   /* resets the connection */
};

/* A part of a text: bytes, or the name of a variable. */
struct dialogue_part {
	bool is_variable;
	char *bytes; /* followed by a NUL that does not count */
	size_t len;
};

struct dialogue_text {
	struct dialogue_part *parts;
	size_t count;
};

/* A name for what a step was given by the other side. */
struct dialogue_name {
	char *name;
	int group; /* of the expression, from 1 on; 0: see dialogue_step */
};

struct dialogue_step {
	enum dialogue_kind kind;
	enum dialogue_side side;
	int line;                  /* of the file, from 1 on */
	struct dialogue_text text; /* of TEXT, BEGINS, MATCHES and UNTIL */
	uint64_t count;            /* of BYTES */
	int64_t pause_us;          /* of PAUSE */
	/* Used in later steps: groups of MATCHES; of BEGINS the rest of the
	 * line, of UNTIL what comes before the text, of BYTES all of them. */
	struct dialogue_name *names;
	size_t name_count;
};

struct dialogue {
	char *name;
	int line;
	struct dialogue_step *steps;
	size_t count;
};

/* The dialogues of one file, in its order. */
struct dialogue_file {
	char *name;
	struct dialogue *dialogues;
	size_t count;
};

/* Accepts one that is all zeros. */
void dialogue_file_free(struct dialogue_file *f);

/* The dialogue of that name, or NULL. */
const struct dialogue *dialogue_find(
    const struct dialogue_file *f, const char *name);

/* The first step that this side cannot play, which is a pattern; or NULL. */
const struct dialogue_step *dialogue_unsayable(
    const struct dialogue *d, enum dialogue_side side);

#endif
