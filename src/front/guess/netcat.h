/* SPDX-License-Identifier: MIT */
/* Options and commands that users of netcat and curl type, and what genet has
 * instead. */
#ifndef FRONT_GUESS_NETCAT_H
#define FRONT_GUESS_NETCAT_H

struct habit {
	const char *commands; /* separated by '|'; NULL: all others */
	const char *word;     /* an option without its dashes */
	const char *say;      /* the end of a sentence "'--word' ..." */
	const char *hint;     /* NULL: none */
};

/* Finds the row for an option letter, or for a long option without its dashes.
 * command may be NULL. Returns NULL if there is no row. */
const struct habit *netcat_letter(const char *command, char letter);
const struct habit *netcat_option(const char *command, const char *name);

/* A word in the place of a command. */
struct other_command {
	const char *word;
	const char *command; /* of genet, that does the same; NULL: none */
	const char *hint;    /* NULL: none */
};

const struct other_command *netcat_command(const char *word);

#endif
