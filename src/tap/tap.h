/* SPDX-License-Identifier: MIT */
/*
 * What happens in a run, told to observers: the notices of -v, the trace of
 * -vvv. The code that moves bytes only says what happened; an observer decides
 * what to make of it. A chain of observers may be empty (NULL).
 */
#ifndef TAP_TAP_H
#define TAP_TAP_H

#include <stdbool.h>
#include <stdint.h>

#include "tap/event/event.h"

/* An observer; the first member of its own struct. */
struct tap {
	const struct tap_ops *ops;
	struct tap *next;
};

/* The last two may be NULL. */
struct tap_ops {
	/* Whether events of the kind can be of interest. The answer stays the
	 * same for the whole run. */
	bool (*wants)(const struct tap *tap, enum tap_kind kind);

	/* Something of a kind that is wanted has happened. */
	void (*event)(struct tap *tap, const struct tap_event *event);

	/* Does what is due by now. Returns when to be called at the latest,
	 * CLOCK_NEVER if only events matter. Called in each turn of a loop:
	 * while there is none, as in a scan, nothing ticks. When that time has
	 * come, all members of the loop have told their TAP_SAMPLE before. */
	int64_t (*tick)(struct tap *tap, int64_t now);

	/* The run is over: the observer frees what is its own, and is told
	 * nothing more. Returns 0, or -1 with err filled if it could not do
	 * what it was to do. */
	int (*end)(struct tap *tap, struct error *err);
};

/* Whether an observer of the chain wants events of the kind: what costs much to
 * tell is told only then. */
bool tap_wants(const struct tap *tap, enum tap_kind kind);

/* The same for any of the kinds that are told of each of many clients. */
bool tap_wants_clients(const struct tap *tap);

/* Tells the observers of the chain that want it. errno is left as it was. */
void tap_tell(struct tap *tap, struct tap_event *event);

/* Tells of a socket call: its result, what it was for (or NULL), and the call
 * as one would write it. A result below 0 is told with the present errno,
 * which is left as it was. */
void tap_call(struct tap *tap, long result, const char *why, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/* A call that carries data: its name, the descriptor, what holds the data, and
 * how many bytes or messages that is. */
struct tap_data_call {
	const char *name, *holder; /* literals */
	int fd;
	size_t size;
};

/* Tells of such a call with its result, which has carried so many bytes. Of a
 * result of 0 or less it tells as tap_call() does. */
void tap_data_call(struct tap *tap, const struct tap_data_call *call,
    long result, uint64_t bytes, const char *why);

/* Whether one looks at times; all do what is due now, and it returns when that
 * is to be next. */
bool tap_ticks(const struct tap *tap);
int64_t tap_tick(struct tap *tap, int64_t now);

/* Ends all observers. Returns 0, or -1 with the first error. */
int tap_end(struct tap *tap, struct error *err);

#endif
