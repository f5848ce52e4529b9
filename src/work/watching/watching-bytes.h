/* SPDX-License-Identifier: MIT */
/* The observers of bytes: --capture, --hex and --record. */
#ifndef WORK_WATCHING_WATCHING_BYTES_H
#define WORK_WATCHING_WATCHING_BYTES_H

#include "work/run.h"

/* Checks what the command line says of them; opens and empties their files, as
 * run->capture_fd, run->hex_fd and run->record_fd, unless they are open
 * already. Returns 0, or -1 with err filled. */
int watching_bytes_open(struct run *run, struct error *err);

/* Make the observers; *tap is NULL if there is nothing to do. Return 0, or -1
 * with err filled. */
int watching_capture(struct run *run, struct tap **tap, struct error *err);
int watching_hex(struct run *run, struct tap **tap, struct error *err);
int watching_record(struct run *run, struct tap **tap, struct error *err);

#endif
