/* SPDX-License-Identifier: MIT */
/*
 * Lines for a program, whole and in order, to a descriptor whose reader may be
 * slow or gone. What there is no room for waits in memory, up to a limit; then
 * lines are dropped, and counted. A file description that others have, too, is
 * left as it is.
 */
#ifndef SYS_LINE_WRITER_H
#define SYS_LINE_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "sys/write-way.h"

/* How many bytes wait in memory; of lines that are the first to be dropped, a
 * half of that. */
#define LINE_WRITER_MOST ((size_t)4 * 1024 * 1024)

enum line_rank {
	LINE_FIRST_DROPPED,
	LINE_DROPPED,
	LINE_KEPT, /* never dropped */
};

/* Begin with all zeros and fd, is_own and waits set; fd -1: there is none. */
struct line_writer {
	int fd;
	bool is_own; /* nobody else writes to it: it is closed at the end */
	bool waits;  /* for its reader, instead of dropping lines */
	int failure; /* errno, or 0; then nothing more is written */
	uint64_t dropped; /* lines; the caller sets it to 0 once it has told */

	/* The rest is its own. */
	struct bytes rest; /* that was not written yet */
	struct write_way way;
	dev_t device;  /* of what fd was when that was found out */
	ino_t inode;   /* the same */
	bool is_known; /* that was found out */
};

/* Writes a line, which ends in a newline: in one call, as far as the system
 * lets it be one. Returns whether it was written or will be; not if it was
 * dropped or failure is set. errno is left as it was. */
bool line_writer_put(
    struct line_writer *w, const void *line, size_t len, enum line_rank rank);

/* Writes what waits, as far as there is room. Returns whether nothing does any
 * more. errno is left as it was. */
bool line_writer_flush(struct line_writer *w);

/* The same, waiting for room until the deadline, a point of clock_now(). Where
 * time runs out, failure is ETIMEDOUT. */
bool line_writer_drain(struct line_writer *w, int64_t deadline);

/* Forgets what waits. Closes what is its own. */
void line_writer_close(struct line_writer *w);

#endif
