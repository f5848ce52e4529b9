/* SPDX-License-Identifier: MIT */
/* Operands of several kinds: tcp:HOST:PORT, unix:PATH, file:PATH... */
#ifndef ARGS_TARGET_H
#define ARGS_TARGET_H

#include <sys/types.h>

#include "args/endpoint.h"
#include "base/error.h"
#include "sys/socket/address.h"

enum target_kind {
	TARGET_TCP,
	TARGET_UDP,
	TARGET_UNIX,
	TARGET_FILE,
	TARGET_PID,
};

/* Only what belongs to the kind is set. */
struct target {
	enum target_kind kind;
	char *name;               /* as it was written, for messages */
	struct endpoint endpoint; /* TCP, UDP; its host may be NULL */
	struct address address;   /* UNIX */
	const char *path;         /* FILE; belongs to the words */
	pid_t pid;                /* PID */
};

/* How many words the first target is: HOST and PORT may be two. */
int target_words(const char *const *words);

/* Whether a prefix says that the word is no host with a port. */
bool target_has_no_host(const char *word);

/*
 * Understands the first of the words, which end in NULL: an address with one
 * of the prefixes tcp: udp: unix: file: pid:, or HOST:PORT, which is TCP. HOST
 * and PORT may be two words. Returns how many words that were, with out
 * filled, to be freed with target_free(); or -1 with FAULT_USAGE.
 */
int target_parse(
    const char *const *words, struct target *out, struct error *err);
void target_free(struct target *t);

#endif
