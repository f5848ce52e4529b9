/* SPDX-License-Identifier: MIT */
/* Splicing from standard input and to standard output. */
#include "stream/splice.h"
#include "stream/stdio-private.h"

static void enlarge_once(bool *is_large, int fd)
{
	if (!*is_large)
		splice_enlarge(fd);
	*is_large = true;
}

void stdio_enlarge_output(struct stdio *io)
{
	enlarge_once(&io->is_large_out, io->opts.output_fd);
}

ssize_t stdio_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct stdio *io = (struct stdio *)s;

	if (!s->splices_in || s->read_fd < 0) /* data comes first */
		return STREAM_CANNOT;
	enlarge_once(&io->is_large_in, io->opts.input_fd);
	ssize_t n = splice_move(io->opts.input_fd, pipe_fd, len);
	if (n == STREAM_ERROR)
		error_sys(err, FAULT_IO, "cannot read %s", io->opts.input_name);
	return n;
}

ssize_t stdio_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	struct stdio *io = (struct stdio *)s;

	if (!s->splices_out)
		return STREAM_CANNOT;
	stdio_enlarge_output(io);
	ssize_t n = splice_move(pipe_fd, io->opts.output_fd, len);
	return n == STREAM_ERROR ? stdio_fail_write(io, err) : n;
}
