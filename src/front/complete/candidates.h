/* SPDX-License-Identifier: MIT */
/* Words that could stand where the cursor is, printed for a shell. */
#ifndef FRONT_COMPLETE_CANDIDATES_H
#define FRONT_COMPLETE_CANDIDATES_H

/* The word at the cursor: the part that is complete, and the beginning of the
 * rest. */
struct candidates {
	char *kept; /* allocated */
	const char *typed;
};

struct candidates candidates_make(const char *word);
void candidates_free(struct candidates *c);

/* Moves the first len bytes of what was typed to the complete part. */
void candidates_keep(struct candidates *c, int len);

/* Prints the word, and its help after a tab, if the word begins with what was
 * typed. Words with control characters, which no shell could tell apart, are
 * left out. help may be NULL. The first is for local_names_*. */
void candidates_take(void *candidates, const char *word, const char *help);
void candidates_add(
    const struct candidates *c, const char *word, const char *help);

/* Asks the shell for file names that follow the complete part of the word. */
void candidates_add_files(const struct candidates *c);

#endif
