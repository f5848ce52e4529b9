/* SPDX-License-Identifier: MIT */
/*
 * Lines for people on standard error. A reader that does not read must not
 * delay genet: lines without room are dropped and counted, and the count is
 * written when there is room again. On a terminal lines are wrapped, and never
 * begin after other text.
 */
#ifndef SYS_OUTPUT_MESSAGES_H
#define SYS_OUTPUT_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

/* Writes lines, each ended by a newline; on a terminal the continuation of a
 * line is indented by hang columns. Returns whether they were taken: up to 16
 * KiB all are, or none. Leaves errno as it was. */
bool messages_write(const char *lines, int hang);

/* The same for important lines: waits for room up to a second. */
bool messages_insist(const char *lines, int hang);

/* At the end of the process: writes what waits, with the same limit of time. */
void messages_finish(void);

/* From now on nothing is written: standard error is for programs. */
void messages_mute(void);

/* Standard error is a log now. If a line cannot be written there, spare (or -1)
 * becomes standard error, and gets the line. */
void messages_turned_to_log(int spare);

/* Other code has failed to write to standard error, with that errno. Returns
 * whether spare is standard error now, so that another try may succeed. */
bool messages_could_not(int sysno);

/* The errno of the first failure to write to the log; or 0. */
int messages_log_failure(void);

/* The errno of the first failure to write a message; or 0. */
int messages_failure(void);

/* The columns of the terminal that standard error is; 0 if it is no terminal,
 * or has no known width. */
int messages_width(void);

/* The same for fd. */
int messages_width_of(int fd);

/* Draws the meter, one line, on the terminal that standard error is, in place
 * of the last one; NULL removes it. Other lines are written above the meter.
 * The line has fewer columns than the terminal, of one byte each. It is not
 * drawn if the cursor stands after other text, or there is no room. */
void messages_meter(const char *line);

/* Removes the meter, before other code writes to the terminal fd. */
void messages_make_way(int fd);

/* Other code has written these bytes to the terminal fd, or they were typed
 * there. Ignored if fd is no terminal. */
void messages_saw(int fd, const void *bytes, size_t len);

/* Whether the last line on the terminal fd has no end. */
bool messages_are_behind_text(int fd);

#endif
