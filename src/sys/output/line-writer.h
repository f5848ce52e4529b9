/* SPDX-License-Identifier: MIT */
/*
 * Lines for a program, whole and in order, to a descriptor whose reader may be
 * slow or gone. Lines without room wait in memory, up to a limit; then lines
 * are dropped and counted. A shared file description is left as it is.
 */
#ifndef SYS_OUTPUT_LINE_WRITER_H
#define SYS_OUTPUT_LINE_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "sys/output/write-way.h"

/* How many bytes wait in memory; a half of that for LINE_FIRST_DROPPED. */
#define LINE_WRITER_MOST ((size_t)4 * 1024 * 1024)

enum line_rank {
	LINE_FIRST_DROPPED,
	LINE_DROPPED,
	LINE_KEPT, /* never dropped */
};

/* Begin with all zeros and fd, is_own and waits set; fd -1: there is none. */
struct line_writer {
	int fd;
	bool
	    is_own; /* no other code writes to fd, which is closed at the end */
	bool waits; /* for the reader, instead of dropping lines */
	int failure;      /* errno: nothing more is written; or 0 */
	uint64_t dropped; /* lines; the caller sets it to 0 when it has told */

	/* Private: */
	struct bytes rest; /* what waits */
	struct write_way way;
	dev_t device; /* of the file that way is for */
	ino_t inode;
	bool is_known; /* way, device and inode are set */
};

/* Writes a line, which ends in a newline, by one call if possible. Returns
 * whether the line is written or waits, and was not dropped. */
bool line_writer_put(
    struct line_writer *w, const void *line, size_t len, enum line_rank rank);

/* Writes what waits, as far as there is room. Returns whether nothing waits any
 * more. */
bool line_writer_flush(struct line_writer *w);

/* The same, but waits for room until the deadline. At the deadline failure is
 * set to ETIMEDOUT. */
bool line_writer_drain(struct line_writer *w, int64_t deadline);

/* Drops what waits, and closes fd if it is_own. */
void line_writer_close(struct line_writer *w);

#endif
