/* SPDX-License-Identifier: MIT */
/* A command line of another program in genet's terms, while it is made. */
#ifndef FRONT_TRANSLATE_TRANSLATION_H
#define FRONT_TRANSLATE_TRANSLATION_H

#include <stdbool.h>

#include "base/xalloc.h"
#include "cmd/command.h"

struct translation {
	const char *program; /* whose line it is */
	bool is_hint;        /* the line may differ in details */
	const struct command *command;
	struct config cfg;  /* its program is allocated */
	const char *append; /* a file that what is received is added to */

	char *notes;       /* what would differ, a line each; allocated */
	char **texts;      /* allocated for the config; ends in NULL */
	struct error *err; /* FAULT_NONE while nothing is lacking */
};

#define TRANSLATION_DEFAULT                                                    \
	{                                                                      \
		.cfg = CONFIG_DEFAULT                                          \
	}

void translation_free(struct translation *t);

/* Which conversation it is, as the netcats ask for it. */
struct translation_role {
	bool listens, is_udp, is_unix, is_scan;
	bool keeps_open; /* serves all, one after the other or at once */
};

/* Chooses the command. */
void translation_choose(
    struct translation *t, const struct translation_role *role);

/* What would differ. */
void translation_note(struct translation *t, const char *note);

/* Notes that genet has nothing for this part of the line, and why. The error
 * becomes FAULT_UNSUPPORTED and names all such parts. Returns -1. */
int translation_lack(struct translation *t, const char *part, const char *why);

/* Refuses a line that its own program does not accept. Returns -1 with
 * FAULT_USAGE. */
int translation_refuse(struct translation *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes over an allocated text, which lives as long as the translation. Returns
 * it. */
char *translation_own(struct translation *t, char *text);
#define translation_text(t, ...) translation_own(t, xasprintf(__VA_ARGS__))

/* The following functions keep the texts that they are given. */

/* Gives the command an option of genet by its long name; value NULL: it has
 * none. Returns 0; or -1 if the command has no such option, or the value is
 * none for it: then the part of the line is lacking. */
int translation_set(struct translation *t, const char *option,
    const char *value, const char *part);

/* Host and port as operands of the command; host NULL: all own addresses. A
 * program is never reached from other hosts by accident, so that all own
 * addresses must be asked for. */
void translation_add_address(
    struct translation *t, const char *host, const char *port, bool is_udp);

/* The program that the peer talks to, from its command line: words are
 * separated by blanks, and a backslash, or one of the quotes, protects. */
void translation_add_program(
    struct translation *t, const char *line, const char *quotes);

#endif
