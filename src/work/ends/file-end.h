/* SPDX-License-Identifier: MIT */
/* file:PATH and fifo:PATH as ends of a conversation. */
#ifndef WORK_ENDS_FILE_END_H
#define WORK_ENDS_FILE_END_H

#include "args/file-spec.h"
#include "work/ends/ready-end.h"

/*
 * Makes the end, which takes over the spec. Without a mode, a file on the left
 * is read, and one on the right written: created, and emptied when it is opened
 * first. Later openings go on behind what was written. What comes for a file
 * that is only read is lost: that is a failure, unless the mode was given.
 *
 * To open a FIFO for writing waits for its reader. What is at a path of fifo:
 * must be a FIFO.
 */
struct ready_end *file_end(struct file_spec *spec, enum end_side side);
struct ready_end *file_end_fifo(struct file_spec *spec, enum end_side side);

#endif
