/* SPDX-License-Identifier: MIT */
/* Words that could stand where the cursor is, printed for a shell. */
#ifndef FRONT_COMPLETE_CANDIDATES_H
#define FRONT_COMPLETE_CANDIDATES_H

/* The word at the cursor: what stays, and the beginning of what is looked for.
 */
struct candidates {
	char *kept; /* allocated */
	const char *typed;
};

struct candidates candidates_make(const char *word);
void candidates_free(struct candidates *c);

/* The first len bytes of what was typed stay. */
void candidates_keep(struct candidates *c, int len);

/* Prints the word, and its help after a tab, if the word begins with what was
 * typed. Words with control characters, which no shell could tell apart, are
 * left out. help may be NULL. The first is for local_names_*. */
void candidates_take(void *candidates, const char *word, const char *help);
void candidates_add(
    const struct candidates *c, const char *word, const char *help);

/* Asks the shell for names of files, behind what stays of the word. */
void candidates_add_files(const struct candidates *c);

#endif
