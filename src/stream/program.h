/* SPDX-License-Identifier: MIT */
/* A program as one end of a conversation: what it writes is read, what is
 * written it reads. */
#ifndef STREAM_PROGRAM_H
#define STREAM_PROGRAM_H

#include "stream/stream.h"
#include "sys/child.h"

struct program_opts {
	char *const *argv;
	const char *const *additional; /* as in struct child_program */
	bool crlf;                     /* give its LF as CRLF */
};

/*
 * Starts the program with pipes as its standard input and output, and makes a
 * stream of them. Returns NULL with err filled as child_run_program() does.
 * The child is the caller's: to close the stream takes its input away, but
 * does not wait for its end. What a program does not want to read is thrown
 * away; poll tells by POLLERR on write_fd that it reads no more.
 */
struct stream *program_stream(
    const struct program_opts *opts, struct child *child, struct error *err);

#endif
