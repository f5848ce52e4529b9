/* SPDX-License-Identifier: MIT */
/* What stdio.c and stdio-splice.c share. */
#ifndef STREAM_STDIO_PRIVATE_H
#define STREAM_STDIO_PRIVATE_H

#include "stream/crlf.h"
#include "stream/stdio.h"
#include "stream/terminal.h"

/* So many bytes are escaped for a terminal at once. */
#define SHOWN_AT_ONCE 1024

struct stdio {
	struct stream stream;
	struct stdio_opts opts;
	size_t text_used; /* bytes read of data and urgent together */
	struct crlf line_ends;
	bool input_is_file, input_is_terminal;
	bool output_is_file, output_is_terminal;
	bool cannot_nowait_in, cannot_nowait_out; /* the kernel said so */
	bool is_large_in, is_large_out;           /* pipes that were enlarged */
	int own_in, own_out; /* terminals, opened again; or -1 */
	int clock;           /* a timer, for the background; or -1 */
	struct terminal terminal;
	char shown[TERMINAL_GROWTH * (SHOWN_AT_ONCE + 4)];
	size_t shown_len, shown_done; /* bytes escaped, and of them written */
	size_t taken;                 /* bytes of input that were escaped */
	bool is_finishing;
	uint64_t lost; /* bytes for an output that there is not */
	uint64_t read_from_file;
};

ssize_t stdio_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err);
ssize_t stdio_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err);

/* Enlarges an output pipe, once: a small one is full after a few pages. */
void stdio_enlarge_output(struct stdio *io);

/* A call to write has failed with errno. */
int stdio_fail_write(const struct stdio *io, struct error *err);

#endif
