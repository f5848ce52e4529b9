/* SPDX-License-Identifier: MIT */
/* Where the lines of events go: a standard stream, a file, or both; and what
 * follows when one of them fails. */
#ifndef TAP_EVENT_SINKS_H
#define TAP_EVENT_SINKS_H

#include "base/error.h"
#include "sys/output/line-writer.h"

struct event_sink {
	struct line_writer writer;
	const char *name; /* for messages; of argv, or a literal */
	bool is_reported; /* people know of its failure */
};

struct event_sinks {
	/* Standard error or output; and a file, or a descriptor. */
	struct event_sink standard, file;
	int64_t started; /* the run, by clock_now() */
	bool is_quiet;   /* a failed file is reported only at the end */
	int failure;     /* errno of standard output; or 0 */
};

/* Makes a set of none. */
struct event_sinks event_sinks_make(int64_t started);

/* Adds standard error, or standard output, whose reader is waited for; or a
 * file by its descriptor, which is closed at the end, with the name for
 * messages. */
void event_sinks_to_standard(struct event_sinks *s, int fd);
void event_sinks_to_file(struct event_sinks *s, int fd, const char *name);

bool event_sinks_exist(const struct event_sinks *s);

/* Writes a line to them. A file that fails is told of once. Returns false if
 * standard output has failed: standard error takes its place, and the line is
 * not written yet. If standard output has no reader any more, signals_pending()
 * is SIGPIPE from then on, and only what is LINE_KEPT is still written. */
bool event_sinks_put(
    struct event_sinks *s, const struct bytes *line, enum line_rank rank);

/* Writes lines that wait. Returns the time of the next call. */
int64_t event_sinks_tick(struct event_sinks *s, int64_t now);

/* Writes lines that wait, for a second at most. Returns 0, or -1 with late
 * filled if not all can be written. */
int event_sinks_drain(struct event_sinks *s, struct error *late);

/* Closes the file, or all, which another process goes on to use. */
void event_sinks_leave_file(struct event_sinks *s);
void event_sinks_leave(struct event_sinks *s);

void event_sinks_close(struct event_sinks *s);

#endif
