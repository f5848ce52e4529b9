/* SPDX-License-Identifier: MIT */
/*
 * Lines for people on standard error. A reader that does not read must not
 * hold genet up: what there is no room for is dropped and counted, and the
 * count is told when there is room again. On a terminal a line is wrapped, and
 * never begins behind other text.
 */
#ifndef SYS_MESSAGES_H
#define SYS_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

/* Writes lines, each ended by a newline; on a terminal the continuation of a
 * line is indented by hang columns. Returns whether they were taken: 16 KiB are
 * as one. errno is left as it was. */
bool messages_write(const char *lines, int hang);

/* The same for what must be seen if that is possible: waits for room, but not
 * longer than a second. */
bool messages_insist(const char *lines, int hang);

/* At the end of the process: what is still to be said, with the same wait. */
void messages_finish(void);

/* From now on nothing is written: what is on standard error is for programs. */
void messages_mute(void);

/* Standard error is a log now. If a line cannot be written there, spare (-1:
 * none) becomes standard error in its place and gets the line. */
void messages_turned_to_log(int spare);

/* Another writer of standard error has failed with that errno. Returns whether
 * spare has taken the place of the log, so that the line may be tried again. */
bool messages_could_not(int sysno);

/* errno of the first line that the log could not take, or 0. */
int messages_log_failure(void);

/* The errno of the first call that has failed to write a message; 0: none has.
 */
int messages_failure(void);

/* The columns of the terminal that standard error is; 0 if it is none, or
 * does not know. */
int messages_width(void);

/* The columns of the terminal behind fd, or 0. */
int messages_width_of(int fd);

/* Draws the line of a meter on the terminal that standard error is, in place of
 * the one before; NULL: removes the line. Other lines stand above the meter.
 * The line has less columns than the terminal, of one byte each, and is left
 * out where the cursor stands behind other text, or there is no room for it. */
void messages_meter(const char *line);

/* Removes the meter, since something else is about to be written to the
 * terminal behind fd. */
void messages_make_way(int fd);

/* The terminal behind fd shows this now: what genet has written to it, or what
 * was typed there. Other descriptors make no difference. */
void messages_saw(int fd, const void *bytes, size_t len);

/* Whether the last line on the terminal behind fd has no end. */
bool messages_are_behind_text(int fd);

#endif
