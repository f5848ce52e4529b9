/* SPDX-License-Identifier: MIT */
/* A call of a lesson, taken apart: see lesson.h. */
#ifndef DEMO_LANGUAGE_PHRASE_H
#define DEMO_LANGUAGE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/error.h"

enum {
	PHRASE_RESULTS = 2,
	PHRASE_ARGS = 5,
	PHRASE_WORD = 120,
};

/* What a call is to return. */
enum wanted_kind {
	WANTED_ANY,    /* any success */
	WANTED_BLOCKS, /* the call does not return yet */
	WANTED_BYTES,
	WANTED_ERRNO,
	WANTED_SIGNAL, /* the party is killed by it */
	WANTED_VALUE,  /* this number or address */
	WANTED_ABOVE,  /* a greater number */
	WANTED_BELOW,
	WANTED_KINDS,
};

struct wanted_result {
	enum wanted_kind kind;
	char word[PHRASE_WORD]; /* without '>' or '<' */
	int number;             /* of the errno or signal */
};

/* The part of a call that follows "->". */
struct wanted {
	char text[PHRASE_WORD];
	struct wanted_result result;
	struct wanted_result
	    other;              /* an alternative; WANTED_ANY: there is none */
	char flag[PHRASE_WORD]; /* of a message; or empty */
	long after_ms;          /* the call takes at least this time */
	bool is_eventual;       /* the call is made until it returns this */
};

struct phrase {
	char results[PHRASE_RESULTS][PHRASE_WORD]; /* empty: there is none */
	char name[PHRASE_WORD];                    /* of the call */
	char args[PHRASE_ARGS][PHRASE_WORD];
	struct wanted wanted;
};

/* Of A/B takes A for AF_INET, and B for AF_INET6. Returns 0, or -1 with
 * FAULT_USAGE if the text is no call. */
int phrase_parse(
    const char *text, int family, struct phrase *phrase, struct error *err);

/* Reads bytes in single quotes, with the escapes of C. Returns their number, or
 * -1 if the word is something else. */
long phrase_bytes(const char *word, char bytes[PHRASE_WORD]);

/* How a part of a call is written. */
struct writing {
	/* Writes an argument; letter is 0, or that of the template, 'r' for
	 * the name of a result. */
	void (*arg)(const struct writing *w, struct bytes *out,
	    const char *word, char letter);
	const struct phrase *phrase;
};

/* Fills a template with a phrase: $1 to $5 are arguments, $n1 to $n5 the same
 * with the letter n, and $r and $s the names of the results. */
void phrase_write(
    struct bytes *out, const char *template, const struct writing *w);

#endif
