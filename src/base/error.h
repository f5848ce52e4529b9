/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, and of which kind. A function that fails fills a struct
 * error and returns -1; nobody below main prints one or exits. The kind
 * decides the exit status.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum fault {
	FAULT_NONE,
	FAULT_IO,
	FAULT_MEMORY,
	FAULT_INTERNAL,
	FAULT_USAGE,
	FAULT_RESOLVE,
	FAULT_REFUSED,
	FAULT_UNREACHABLE,
	FAULT_BIND,
	FAULT_RESET,
	FAULT_UNMET,
	FAULT_UNSUPPORTED,
	FAULT_TIMEOUT,
	FAULT_NOT_RUNNABLE, /* a program that cannot be run */
	FAULT_NOT_FOUND,    /* a program that is not there */
	FAULT_PROGRAM,      /* end with error.status, and say nothing */
	FAULT_SIGNAL,       /* end by error.signal, and say nothing */
};

struct error {
	enum fault kind;
	int signal;        /* only for FAULT_SIGNAL */
	int status;        /* only for FAULT_PROGRAM */
	bool is_passing;   /* time alone may mend it, whatever its kind */
	bool is_local;     /* a connection failed, but by a call on this host */
	bool is_of_peer;   /* the peer is the cause, whatever the kind */
	char text[512];    /* WHAT: WHY, without a full stop */
	char detail[1024]; /* further lines, each ended by a newline */
	char hint[512];    /* what to do; one hint a line, at most two */
};

#define ERROR_NONE                                                             \
	{                                                                      \
		.kind = FAULT_NONE                                             \
	}

/* Sets kind and text, and forgets detail and hint. Returns -1 always, so that
 * a caller can fail in one line; errno is left as it was. */
int error_set(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and the phrase for the present errno behind the text. */
int error_sys(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Ends the run by a signal without a message. Returns -1. */
int error_signal(struct error *err, int signal);

/* Ends the run with the status of a program that did not succeed, without a
 * message: what there is to say, it has said. Returns -1. */
int error_program(struct error *err, int status);

/* Adds a hint line to an error that is set. Returns -1. */
int error_hint(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a line of detail to an error that is set. Returns -1. */
int error_detail(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit status of an error, as genet(1) lists them. */
int error_status(const struct error *err);

#endif
