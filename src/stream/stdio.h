/* SPDX-License-Identifier: MIT */
/* The local end of a conversation: standard input and output, or descriptors in
 * their place. */
#ifndef STREAM_STDIO_H
#define STREAM_STDIO_H

#include "stream/stream.h"

struct stdio_opts {
	int input_fd;           /* -1: there is nothing to read */
	const char *input_name; /* for messages: "standard input" */
	uint64_t input_most; /* bytes of a file to be read; 0: up to its end */
	const char *data;    /* read this before input_fd; or NULL */
	size_t data_len;
	const char *urgent; /* and this behind data; or NULL */
	size_t urgent_len;
	bool crlf;         /* give LF as CRLF */
	int output_fd;     /* -1: throw away what is written, */
	bool needs_output; /* which is a failure in the end */
	const char *output_name;
	bool raw;        /* no escaping, even on a terminal */
	bool needs_room; /* a full output pipe would lose input */
};

/*
 * Makes the stream, which then owns descriptors above 2. 0 to 2 stay blocking,
 * since other processes share their file descriptions. finish closes the
 * output, so that its reader sees the end. Names and data must outlive the
 * stream. Writing to a pipe that has no reader fails with FAULT_SIGNAL and
 * SIGPIPE.
 */
struct stream *stdio_stream(const struct stdio_opts *opts, struct tap *tap);

#endif
