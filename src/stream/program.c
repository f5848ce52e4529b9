/* SPDX-License-Identifier: MIT */
/* A program as one end of a conversation. */
#include "stream/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/crlf.h"

struct program {
	struct stream stream;
	bool gives_crlf;
	struct crlf line_ends;
};

static ssize_t program_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct program *p = (struct program *)s;
	size_t part = p->gives_crlf ? len / 2 : len;
	char *room = (char *)bytes + (len - part);

	if (part == 0)
		return STREAM_AGAIN; /* the caller will have more room */
	ssize_t n = read(s->read_fd, room, part);
	if (n < 0 && sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (n < 0)
		return error_sys(err, FAULT_IO, "cannot read from the program");
	return p->gives_crlf
	           ? (ssize_t)crlf_expand(&p->line_ends, bytes, room, (size_t)n)
	           : n;
}

static ssize_t program_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = write(s->write_fd, bytes, len);

	if (n >= 0)
		return n;
	if (sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (errno == EPIPE)
		return (ssize_t)len;
	return error_sys(err, FAULT_IO, "cannot write to the program");
}

static int program_finish(struct stream *s, struct error *err)
{
	(void)err;
	if (s->write_fd >= 0)
		close(s->write_fd);
	s->write_fd = -1;
	return 0;
}

static void program_close(struct stream *s)
{
	program_finish(s, NULL);
	close(s->read_fd);
	free(s);
}

static const struct stream_ops program_ops = {
	.read = program_read,
	.write = program_write,
	.finish = program_finish,
	.close = program_close,
};

/* Makes a pipe whose end for genet is non-blocking; the other one blocks, as
 * programs expect. */
static int open_pipe(int ends[2], int ours, struct error *err)
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	fcntl(ends[ours], F_SETFL, O_NONBLOCK);
	return 0;
}

static void close_pipe(const int ends[2])
{
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

static struct stream *make_stream(
    const struct program_opts *opts, int read_fd, int write_fd)
{
	struct program *p = xmalloc(sizeof(*p));

	*p = (struct program){
		.stream = {
			.ops = &program_ops,
			.read_fd = read_fd,
			.write_fd = write_fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
			.need_not_read = true,
		},
		.gives_crlf = opts->crlf,
	};
	return &p->stream;
}

struct stream *program_stream(
    const struct program_opts *opts, struct child *child, struct error *err)
{
	int input[2] = { -1, -1 }, output[2] = { -1, -1 };

	if (open_pipe(input, 1, err) < 0 || open_pipe(output, 0, err) < 0)
		goto fail;
	struct child_program program = {
		.argv = opts->argv,
		.stdin_fd = input[0],
		.stdout_fd = output[1],
		.own_group = true,
		.additional = opts->additional,
	};
	if (child_run_program(child, &program, err) < 0)
		goto fail;
	close(input[0]);
	close(output[1]);
	return make_stream(opts, output[0], input[1]);
fail:
	close_pipe(input);
	close_pipe(output);
	return NULL;
}
