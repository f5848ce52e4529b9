/* SPDX-License-Identifier: MIT */
/* A program as one end of a conversation: its standard output is read, and its
 * standard input written. */
#ifndef STREAM_PROGRAM_H
#define STREAM_PROGRAM_H

#include "stream/stream.h"
#include "sys/process/child.h"

struct program_opts {
	char *const *argv;
	const char *const *additional; /* as in struct child_program */
	bool crlf;                     /* give its LF as CRLF */
};

/*
 * Starts the program with pipes as its standard input and output, and makes a
 * stream of them. Returns NULL with err filled as child_run_program() does. The
 * caller owns the child: closing the stream closes its input, but does not wait
 * for its end. Bytes for a program that reads no more are discarded; poll(2)
 * tells of that by POLLERR on write_fd.
 */
struct stream *program_stream(
    const struct program_opts *opts, struct child *child, struct error *err);

/* How the program has ended, as soon as that is known. */
struct program_result {
	bool is_known;
	int status; /* as of child_has_ended(); 0 also if genet has ended it */
};

/* Has the stream heed the result, which may become known at any time: the end
 * of the output waits a moment for that, and is a failure (FAULT_PROGRAM) if
 * the program was killed, or has failed and left input unread. What is unread
 * is not known after finish. A stream that is over that of a program heeds no
 * result. */
void program_heed_result(struct stream *s, const struct program_result *result);

#endif
