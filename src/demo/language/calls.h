/* SPDX-License-Identifier: MIT */
/* The calls that lessons can make. */
#ifndef DEMO_LANGUAGE_CALLS_H
#define DEMO_LANGUAGE_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "demo/language/values.h"

/* The outcome of a call, in memory that all parties share. */
struct outcome {
	pid_t process;        /* that has made the call */
	int64_t began, ended; /* by clock_now(); 0: not yet */
	long result;    /* of the system call, the last if there were several */
	int sysno;      /* if that is below 0 */
	unsigned times; /* how often the call was made */
	unsigned tries; /* attempts, for what is wanted eventually */
	int killed_by;  /* the signal that killed the party */
	bool has_value, has_bytes, has_flags, has_address;
	/* Set by the stage: the call waits; what has come is what the lesson
	 * wants. */
	bool is_blocked, is_as_wanted;
	long value; /* which the call asked for, or a sum */
	long flags; /* of a message */
	size_t len; /* of the bytes */
	char bytes[PHRASE_WORD];
	struct address address, second; /* second: of getaddrinfo() only */
};

/* A call that is made. */
struct making {
	const struct phrase *phrase;
	struct value args[PHRASE_ARGS];
	struct variables *variables;
	struct outcome *outcome;
};

enum call_result {
	CALL_NUMBER,     /* a variable takes the result, or the value */
	CALL_MODE,       /* no variable takes it; it is written in octal */
	CALL_DESCRIPTOR, /* a variable takes it */
	CALL_ADDRESS,    /* a variable takes the address of the outcome */
	CALL_SENDER,     /* the same, beside what the call returns */
	/* The call sets its variables itself: */
	CALL_PASSED, /* a descriptor */
	CALL_PAIR,   /* two of them */
	CALL_ADDRESSES,
	CALL_RESULTS,
};

struct call {
	const char *name; /* in lessons */
	/* Makes the call. Returns what the system call returns, with its errno,
	 * and fills the optional members of the outcome. */
	long (*make)(struct making *m);
	/* Templates for phrase_write(): the call as a manual writes it, in C
	 * (NULL: the same) and in Python: a function, and its arguments. The
	 * letters: b bytes, n their number, u the same without quotes, f the
	 * path of a file, h the host of an address, p its port. */
	const char *shown, *c, *python;
	enum call_result gives;
};

/* Returns NULL if there is no such call. */
const struct call *calls_find(const char *name);

/* Makes the call of a phrase, sets its variables, and fills the outcome except
 * 'ended'. After a fork it also returns in the child, without setting anything.
 * Returns 0, or -1 with FAULT_USAGE if the lesson is wrong. */
int calls_make(struct making *m, struct error *err);

#endif
