/* SPDX-License-Identifier: MIT */
/*
 * Notes of what several processes do, each process in a row of its own, printed
 * by one of them in the order of the times. The rows are in memory that all of
 * the processes share, at the same address.
 */
#ifndef DEMO_NOTES_H
#define DEMO_NOTES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/output/palette.h"
#include "tap/tap.h"

/* More than a process notes. */
#define NOTES_MAX 128

struct note {
	int64_t at; /* by clock_now() */
	char text[320];
	struct tap_call call; /* its text is NULL: this is no socket call */
};

/* The row of a process. The caller sets tap, name and palette; the rest is
 * zero. */
struct notes {
	struct tap tap;   /* notes_tap_ops: notes each socket call */
	const char *name; /* of the process */
	const struct palette *palette;
	int64_t now; /* the time of the notes since notes_begin() */
	atomic_bool is_noting;
	atomic_uint count;
	unsigned printed;
	struct note items[NOTES_MAX];
};

extern const struct tap_ops notes_tap_ops;

/* Takes the time of the notes up to notes_end(), and returns it. Nothing is
 * printed in between, so this must not take long. If the process is killed in
 * between, the printing process calls notes_end(). */
int64_t notes_begin(struct notes *notes);
void notes_say(struct notes *notes, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void notes_end(struct notes *notes);

/* All three in one: notes the text, and returns the time. */
int64_t notes_add(struct notes *notes, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Where notes_print() writes to. */
struct notes_outlet {
	int64_t start;   /* of the times */
	struct tap *tap; /* is told of each; or NULL */
	bool is_silent;  /* nothing is printed */
};

/* Prints the notes that were not printed before: socket calls on standard
 * error, the rest on standard output. While a process is between notes_begin()
 * and notes_end(), prints nothing. Returns 0, or -1 as stdout_now(). */
int notes_print(struct notes *rows, size_t count, const struct notes_outlet *to,
    struct error *err);

#endif
