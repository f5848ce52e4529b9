/* SPDX-License-Identifier: MIT */
/* A command line of socat, taken apart. */
#ifndef FRONT_TRANSLATE_SOCAT_LINE_H
#define FRONT_TRANSLATE_SOCAT_LINE_H

#include "front/translate/socat-keywords.h"
#include "front/translate/socat-secure.h"
#include "front/translate/socat-tty.h"
#include "front/translate/translation.h"

enum socat_end_kind {
	SOCAT_SOCKET,
	SOCAT_STREAMS, /* the standard ones */
	SOCAT_COMMAND,
	SOCAT_SHELL,
	SOCAT_ECHO, /* PIPE: what is written is read */
	SOCAT_FILE,
	SOCAT_TTY, /* a file that is a serial line */
	SOCAT_PTY,
};

/* One of the two addresses. The texts are those of the translation. */
struct socat_end {
	const char *word;
	enum socat_end_kind kind;
	const struct socat_keyword *keyword; /* of a socket; or NULL */
	int family;
	char *parameters, *options;
	char *host, *port; /* of internet sockets; or NULL */
	struct socat_secure secure;
	struct socat_tty tty;
	bool forks;       /* it serves one client after the other */
	bool is_appended; /* a file: behind what it holds */
};

struct socat_line {
	struct socat_end ends[2];
	bool read[2];              /* whether bytes come from that end */
	const char *linger, *idle; /* -t, -T; or NULL */
	int family, verbosity;
};

/* Reads the line, without the options of the addresses. Returns 0, or -1 with
 * t->err filled. */
int socat_line_read(
    struct translation *t, int argc, char **argv, struct socat_line *line);

/* Reads one address, without its options. Returns as socat_line_read(). */
int socat_line_read_end(
    struct translation *t, const char *word, struct socat_end *end);

/* Gives the command what the options of the address say. */
void socat_line_set_options(struct translation *t,
    const struct socat_line *line, struct socat_end *end);

#endif
