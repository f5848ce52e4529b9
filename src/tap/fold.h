/* SPDX-License-Identifier: MIT */
/* Calls that carry data, of which there may be millions: the first on a socket
 * is shown; the next ones of the same name are counted, and shown as one. */
#ifndef TAP_FOLD_H
#define TAP_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "tap/event/facts.h"

/* Sockets and directions that are folded at the same time. */
#define FOLD_ROWS 16

/* Room for "the last of N more, N bytes". */
#define FOLD_WHY 80

/* How long calls are counted before they are shown, in microseconds. */
#define FOLD_TIME CLOCK_SECOND

/* Calls of one name on one descriptor; a literal is the name. */
struct fold {
	const char *name; /* NULL: the row is free */
	int fd;
	uint64_t count, bytes; /* of those that were not shown */
	int64_t told_at, last_at;
	long result;   /* of the last */
	char text[96]; /* the same */
};

struct folds {
	struct fold rows[FOLD_ROWS];
};

/* Takes a call that has carried data. Returns whether the call is folded; if
 * not, it is to be shown. */
bool fold_take(struct folds *f, const struct tap_call *call, int64_t at);

/* The earliest row that is to be shown by now, or NULL. With CLOCK_NEVER, each
 * row with calls that were not shown is due. */
struct fold *fold_due(struct folds *f, int64_t now);

/* The row that fold_take() will give to the call, if it has calls of another
 * socket or name that were not shown; else NULL. */
struct fold *fold_in_the_way(struct folds *f, const struct tap_call *call);

/* The calls of the row as one, with "the last of N more, N bytes" as the
 * reason, which is written to why. The row counts from 0 then. */
struct tap_call fold_tell(struct fold *row, char why[FOLD_WHY], int64_t now);

/* When the next row is due; CLOCK_NEVER: none is. */
int64_t fold_next(const struct folds *f);

/* The next call of each is shown as the first. */
void fold_forget(struct folds *f);

#endif
