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
	int signal;          /* only for FAULT_SIGNAL */
	int status;          /* only for FAULT_PROGRAM */
	int sysno, lookup;   /* errno, or of getaddrinfo(3): the reason; or 0 */
	bool is_transient;   /* a later try may succeed, whatever the kind */
	bool is_local;       /* a connection failed by a call on this host */
	bool is_of_peer;     /* the peer is the cause, whatever the kind */
	bool is_drop;        /* genet itself has given up the connection */
	char text[512];      /* WHAT: WHY, without a full stop */
	size_t tls_at;       /* where text says why TLS failed; 0: it did not */
	char detail[1024];   /* further lines, each ended by a newline */
	struct hint hint;    /* what may help */
	char hint_text[512]; /* the same in words: lines ended by newlines */
};

#define ERROR_NONE                                                             \
	{                                                                      \
		.kind = FAULT_NONE                                             \
	}

/* Sets kind and text, and clears the rest. Returns -1, so that a caller can
 * fail in one line. Leaves errno as it was. */
int error_set(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, followed by ": " and the phrase for errno, which is kept in sysno.
 */
int error_sys(struct error *err, enum fault kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a call to a peer that has failed with this errno: the kind is
 * sysno_fault(), the text the phrase alone, as in "connection refused". */
int error_peer(struct error *err, int sysno);

/* Replaces the text, and keeps the rest; the old text may be an argument.
 * Returns -1. */
int error_reword(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Marks the error as a failure of TLS: the last len bytes of the text say why.
 */
void error_note_tls(struct error *err, size_t len);

/* The run ends without a message: by a signal, or with the status of a
 * program. Return -1. */
int error_signal(struct error *err, int signal);
int error_program(struct error *err, int status);

/* Sets the hint of an error that is set already, and clears its other values.
 * subject is cut to what fits, and may be NULL. Returns -1. */
int error_suggest(struct error *err, enum hint_code code, const char *subject);

/* Add a line to the detail, or to the hints (layers from demo/ up). Return -1.
 */
int error_detail(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int error_hint(struct error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A word for programs, such as "refused" or "ok"; and the exit status. */
const char *error_word(enum fault kind);
int error_status(const struct error *err);

#endif
