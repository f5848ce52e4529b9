/* SPDX-License-Identifier: MIT */
/* Options and commands that users of netcat and curl type, and what genet has
 * instead. */
#ifndef FRONT_GUESS_NETCAT_H
#define FRONT_GUESS_NETCAT_H

struct habit {
	const char *say;  /* the end of a sentence "'--word' ..."; NULL: nothing
	                     is known of the word */
	const char *hint; /* "": none */
};

/* What is known of an option letter, or of a long option without its dashes.
 * command may be NULL. */
struct habit netcat_letter(const char *command, char letter);
struct habit netcat_option(const char *command, const char *name);

/* A word in the place of a command. */
struct other_command {
	const char *command; /* of genet, that does the same; "": none; NULL:
	                        nothing is known of the word */
	const char *hint;    /* "": none */
};

struct other_command netcat_command(const char *word);

#endif
