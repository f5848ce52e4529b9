/* SPDX-License-Identifier: MIT */
/* Addresses of all kinds: HOST:PORT, tcp:HOST:PORT, unix:PATH, fd:N... */
#ifndef ARGS_SPEC_H
#define ARGS_SPEC_H

#include <sys/types.h>

#include "args/endpoint.h"
#include "args/spec-kind.h"
#include "sys/socket/address.h"

/* An address as data. Only what belongs to its kind is set. */
struct spec {
	enum spec_kind kind;
	enum spec_role role;
	bool is_left;             /* it stands where clients come from */
	char *name;               /* as it was written, for messages */
	struct endpoint endpoint; /* SPEC_HOST; host NULL: all addresses */
	struct address address;   /* SPEC_SOCKET, SPEC_MACHINE */
	char *text;               /* SPEC_TEXT: checked, not taken apart */
	int fd;                   /* FD, or a port that is inherited; else -1 */
	int fd_count;             /* so many from fd on; 0: one */
	pid_t pid;
};

enum spec_words {
	SPEC_TWO_WORDS, /* HOST and PORT may be two; there are no others */
	SPEC_LIST,      /* the same, and other addresses may follow */
	SPEC_ONE_WORD,
};

/* What a place takes. */
struct spec_rules {
	const char *command;         /* for messages */
	const char *usage, *example; /* for messages */
	enum spec_role role;
	enum spec_kind usual; /* of an address without a prefix */
	unsigned kinds;       /* that are taken here: bits of SPEC_BIT() */
	enum spec_words words;
	/* "listen:" or "connect:" in front sets the role, and without one, what
	 * cannot be listened on is dialled. */
	bool takes_roles;
};

/* A spec before it is parsed, to be given to spec_free() as it is. */
#define SPEC_NONE                                                              \
	{                                                                      \
		.endpoint = { 0 }, .fd = -1                                    \
	}

/*
 * Understands the first of the words, which end in NULL: an address with a
 * prefix from the table of kinds, or one of the usual kind. Returns how many
 * words that were, with out filled, to be freed with spec_free(); or -1 with
 * FAULT_USAGE and nothing to be freed.
 */
int spec_parse(const char *const *words, const struct spec_rules *rules,
    struct spec *out, struct error *err);
void spec_free(struct spec *s);

/* How many words the first address is. */
int spec_words(const char *const *words, const struct spec_rules *rules);

/* What a word says before the address itself, which is the rest. */
struct spec_parts {
	bool has_role, has_kind;
	enum spec_role role;
	enum spec_kind kind;
	const char *rest;
};
struct spec_parts spec_split(const char *word);

/* SOCK_STREAM, SOCK_SEQPACKET or SOCK_DGRAM: what the conversation carries. */
int spec_type(const struct spec *s);

/* N, if the word ends in "fd:N"; -1: it has another form. */
int spec_descriptor(const char *word);

#endif
