/* SPDX-License-Identifier: MIT */
/*
 * Observers: the code that moves bytes tells them what happens, and each of
 * them decides what to do with it. A chain of observers may be empty (NULL).
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

	/* An event of a kind that is wanted. */
	void (*event)(struct tap *tap, const struct tap_event *event);

	/* Does what is due by now. Returns the time of the next call,
	 * CLOCK_NEVER if only events matter. The loop calls it in each turn, so
	 * that in a command without a loop, such as scan, nothing ticks. At
	 * that time, the members of the loop have told their TAP_SAMPLE. */
	int64_t (*tick)(struct tap *tap, int64_t now);

	/* The run is over: the observer frees its memory, and gets no more
	 * events. Returns 0, or -1 with err filled if it has failed. */
	int (*end)(struct tap *tap, struct error *err);
};

/* Whether an observer of the chain wants events of the kind, to be asked before
 * an event that is expensive to make. */
bool tap_wants(const struct tap *tap, enum tap_kind kind);

/* The same for any of the kinds that each client of a server causes. */
bool tap_wants_clients(const struct tap *tap);

/* Passes the event to the observers that want it. errno stays as it was. */
void tap_tell(struct tap *tap, struct tap_event *event);

/* Tells of a socket call: its result, the reason for the call (or NULL), and
 * the call as C code. With a result below 0 errno is told. It stays as it
 * was. */
void tap_call(struct tap *tap, long result, const char *why, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/* A call that carries data: its name, the descriptor, the variable with the
 * data, and how many bytes or messages it holds. */
struct tap_data_call {
	const char *name, *holder; /* literals */
	int fd;
	size_t size;
};

/* Tells of such a call, which has carried so many bytes. With a result of 0 or
 * less it is a call as of tap_call(). */
void tap_data_call(struct tap *tap, const struct tap_data_call *call,
    long result, uint64_t bytes, const char *why);

/* Whether an observer ticks; and calls the tick of all of them. tap_tick()
 * returns the time of the next call. */
bool tap_ticks(const struct tap *tap);
int64_t tap_tick(struct tap *tap, int64_t now);

/* Ends all observers. Returns 0, or -1 with the first error. */
int tap_end(struct tap *tap, struct error *err);

#endif
