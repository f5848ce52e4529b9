/* SPDX-License-Identifier: MIT */
/* What people who know netcat type, and how it is said here. */
#ifndef FRONT_GUESS_NETCAT_H
#define FRONT_GUESS_NETCAT_H

struct habit {
	const char *commands; /* separated by '|'; NULL: all others */
	const char *word;     /* an option without its dashes */
	const char *say;      /* the end of a sentence "'--word' ..." */
	const char *hint;     /* NULL: none */
};

/* What the option letter, or the long option without its dashes, means in
 * netcats; NULL if they have none such. command may be NULL. */
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
