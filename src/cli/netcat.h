/* SPDX-License-Identifier: MIT */
/* What people who know netcat type, and how it is said here. */
#ifndef CLI_NETCAT_H
#define CLI_NETCAT_H

/* How to say here what the option letter means in netcats, as the end of a
 * sentence "'-X' ..."; NULL if it is none of their letters. command may be
 * NULL. */
const char *netcat_letter(const char *command, char letter);

/* The same for a long option without its dashes, or for a word in the place
 * of a command. */
const char *netcat_option(const char *name);
const char *netcat_command(const char *word);

#endif
