/* SPDX-License-Identifier: MIT */
/*
 * What happens in a run, told to observers: the notices of -v, the trace of
 * -vvv. The code that moves bytes only says what happened; an observer decides
 * what to print. A chain of observers may be empty (NULL).
 */
#ifndef TAP_TAP_H
#define TAP_TAP_H

#include <stdbool.h>
#include <stdint.h>

enum tap_kind {
	TAP_LOOKUP,         /* text: what is looked up */
	TAP_RESOLVED,       /* text: the addresses; number, duration */
	TAP_ATTEMPT,        /* number, remote, text: why now (may be NULL) */
	TAP_ATTEMPT_FAILED, /* number, remote, text: cause, duration */
	TAP_RETRY,          /* text: cause, duration: until the next round */
	TAP_CONNECTED,      /* local (may be NULL), remote, duration */
	TAP_LISTENING,      /* local; number: 1 if worth telling unasked */
	TAP_ANNOUNCED,      /* text: the announcement that nobody else got */
	TAP_ACCEPTED,       /* conn, local, remote */
	TAP_GREETED,        /* remote, text: beginning; number: for keys */
	TAP_INPUT_ENDED,    /* out; text: what follows from it */
	TAP_FIRST_BYTE,     /* duration since the connection was there */
	TAP_PEER_ENDED,     /* in; text: what follows from it */
	TAP_PROGRESS,       /* in, out, duration */
	TAP_CLOSED,         /* in, out, duration, text: more, or NULL */
	TAP_CUT_OFF,        /* conn, in, out, text: by what */
	TAP_REJECTED,       /* remote, text: why */
	TAP_STATE,          /* text: how far it is (SIGUSR1) */
	TAP_DATAGRAM,       /* in: its length, remote */
	TAP_SENT,           /* number: of datagrams, out, duration, text */
	TAP_RECEIVED,       /* number: of datagrams, in; out: dropped ones */
	TAP_NOTE,           /* text: worth knowing */
	TAP_WARNING,        /* text: something is not as it should be */
	TAP_EXEC,           /* text: program, number: process, local: its end */
	TAP_EXEC_EXIT,      /* text: program, number: status */
	TAP_CALL,           /* text: call, number: result, why */
};

#define TAP_UNCOUNTED UINT64_MAX /* in, out: genet sees no bytes */

/* Only the members named with the kind are set, and conn where there can be
 * more than one connection: the number, from 1 on. Texts live as long as the
 * call; durations are in microseconds, in and out in bytes. */
struct tap_event {
	enum tap_kind kind;
	int conn;
	long number;
	int64_t duration_us;
	uint64_t in, out;
	const char *local, *remote, *text, *why;
};

struct tap {
	const struct tap_ops *ops;
	struct tap *next;
};

struct tap_ops {
	void (*event)(struct tap *tap, const struct tap_event *event);
	bool wants_calls; /* whether TAP_CALL is worth composing */
	/* Whether events of the kind can be of interest; NULL: all are. */
	bool (*wants)(const struct tap *tap, enum tap_kind kind);
};

/* Whether an observer of the chain wants events of the kind. */
bool tap_is_wanted(const struct tap *tap, enum tap_kind kind);

/* Tells all observers of the chain. errno is left as it was. */
void tap_tell(struct tap *tap, const struct tap_event *event);

/* Tells of a socket call: its result, what it was for (or NULL), and the call
 * as one would write it. A result below 0 is told with the present errno,
 * which is left as it was. */
void tap_call(struct tap *tap, long result, const char *why, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

#endif
