/* SPDX-License-Identifier: MIT */
/* What went wrong. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/hint.h"

struct error {
	enum fault kind;
	int signal;        /* only for FAULT_SIGNAL */
	int status;        /* only for FAULT_PROGRAM */
	int sysno, lookup; /* errno, or of getaddrinfo(3): the reason; or 0 */
	bool is_transient; /* time alone may mend it, whatever its kind */
	bool is_local;     /* a connection failed, but by a call on this host */
	bool is_of_peer;   /* the peer is the cause, whatever the kind */
	bool is_drop;      /* genet itself has given the connection up */
	char text[512];    /* WHAT: WHY, without a full stop */
	size_t tls_at;     /* in text: why TLS has failed; 0: it has not */
	char detail[1024]; /* further lines, each ended by a newline */
	struct hint hint;  /* what may help */
	char hint_text[512]; /* the same in words, each ended by a newline */
};

#define ERROR_NONE                                                             \
	{                                                                      \
		.kind = FAULT_NONE                                             \
	}

/* Sets kind and text, and forgets detail and hint. Returns -1, so that a caller
 * can fail in one line; errno is left as it was. */
int error_set(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and the phrase for errno, which the error keeps. */
int error_sys(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Says it otherwise, and keeps all but the text; what is said may be made of
 * the old one. Returns -1. */
int error_reword(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Notes that TLS has failed: the last len bytes of the text say why. */
void error_note_tls(struct error *err, size_t len);

/* The run ends without a message: by a signal, or as a program did. */
int error_signal(struct error *err, int signal);
int error_program(struct error *err, int status);

/* Gives an error that is set its hint, the rest of which is the caller's to
 * set; subject is cut to what fits, and may be NULL. Returns -1. */
int error_suggest(struct error *err, enum hint_code code, const char *subject);

/* Add a line to the detail, or (in front ends) to the hints. Return -1. */
int error_detail(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int error_hint(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A word for programs, such as "refused", or "ok"; and the exit status. */
const char *error_word(enum fault kind);
int error_status(const struct error *err);

#endif
