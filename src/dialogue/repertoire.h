/* SPDX-License-Identifier: MIT */
/* The dialogues of a run, and how often each was played. Connections share
 * one. */
#ifndef DIALOGUE_REPERTOIRE_H
#define DIALOGUE_REPERTOIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "dialogue/dialogue.h"

/* The bytes of a dialogue's beginning that one look compares. */
#define REPERTOIRE_HEAD 24

struct repertoire_entry {
	const struct dialogue *dialogue;
	bool is_silent;           /* it has only pauses */
	enum dialogue_side first; /* that says something */
	/* What that step begins with, if these are exact bytes. */
	unsigned char head_len, head[REPERTOIRE_HEAD];
	unsigned long begun, played; /* how often; played to its end */
};

struct repertoire {
	struct repertoire_entry *entries;
	size_t count;
	/* Each is played once; in the order of the file, or in any. */
	bool is_once, is_any_order;
	unsigned long limit; /* so many begin in all; 0: any number */
	unsigned long begun, played, failed; /* in all */
	const char *file;                    /* for messages */
	size_t found;                        /* by repertoire_find() */
	size_t fresh;        /* the first entry that has not begun; or count */
	bool is_begun_by[2]; /* whether such a side begins any */
};

/* Takes the dialogues of a file that have one of these names, in the order of
 * the names, or all if there is no name. The file must outlive it. Returns 0,
 * or -1 with FAULT_USAGE if a name is unknown. */
int repertoire_make(struct repertoire *r, const struct dialogue_file *file,
    const char *const *names, struct error *err);
void repertoire_free(struct repertoire *r);

/* The entry of a dialogue that is there. It takes no time where each call asks
 * for the one behind that of the last call. */
size_t repertoire_find(struct repertoire *r, const struct dialogue *d);

/* Whether a connection may begin this one now. */
bool repertoire_offers(const struct repertoire *r, size_t i);

/* The first one at or behind this place that a connection may begin now; count:
 * none. Those that were played are passed over in no time. */
size_t repertoire_offered(const struct repertoire *r, size_t from);

/* A connection begins this one; it was another one after all. */
void repertoire_begin(struct repertoire *r, size_t i);
void repertoire_undo(struct repertoire *r, size_t i);

/* It was played to its end, or not. */
void repertoire_end(struct repertoire *r, size_t i, bool is_played);

/* Whether all that may begin has begun, and ended. */
bool repertoire_is_over(const struct repertoire *r);

/* How many were never played to the end. */
size_t repertoire_left(const struct repertoire *r);

#endif
