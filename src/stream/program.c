/* SPDX-License-Identifier: MIT */
/* A program as one end of a conversation. */
#include "stream/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "stream/crlf.h"

/* How long the end of the output may wait for that of the program, which as a
 * rule comes at once, and says whether the output is complete. */
#define PATIENCE (CLOCK_SECOND / 10)

struct program {
	struct stream stream;
	int output_fd;
	const struct program_result *result; /* NULL: it does not matter */
	int64_t wait_until; /* after the end of the output; 0: not yet */
	bool gives_crlf;
	struct crlf line_ends;
};

/* Whether the program may have ended before it had done its work: a signal has
 * killed it, or what a shell has run, or it has failed with input unread. */
static bool has_broken_off(const struct program *p)
{
	int status = p->result->status, unread = 0;

	if (status > 128 && status <= 128 + SIGRTMAX)
		return true;
	ioctl(p->stream.write_fd, FIONREAD, &unread);
	return status != 0 && unread > 0;
}

/* The output has ended. Its descriptor would be ready for ever. */
static ssize_t end(struct program *p, struct error *err)
{
	if (!p->result)
		return 0;
	if (!p->wait_until)
		p->wait_until = clock_after(PATIENCE);
	p->stream.read_fd = -1;
	if (!p->result->is_known && clock_now() < p->wait_until)
		return STREAM_AGAIN;
	if (!p->result->is_known || !has_broken_off(p))
		return 0;
	return error_program(err, p->result->status);
}

static int64_t program_due(const struct stream *s)
{
	const struct program *p = (const struct program *)s;

	if (!p->wait_until)
		return CLOCK_NEVER;
	return p->result->is_known ? 0 : p->wait_until;
}

static ssize_t program_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct program *p = (struct program *)s;
	size_t part = p->gives_crlf ? len / 2 : len;
	char *room = (char *)bytes + (len - part);

	if (part == 0)
		return STREAM_AGAIN; /* the caller will have more room */
	ssize_t n = read(p->output_fd, room, part);
	if (n == 0)
		return end(p, err);
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
	close(((struct program *)s)->output_fd);
	free(s);
}

static const struct stream_ops program_ops = {
	.read = program_read,
	.write = program_write,
	.finish = program_finish,
	.due = program_due,
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
		.output_fd = read_fd,
		.gives_crlf = opts->crlf,
	};
	return &p->stream;
}

void program_heed_result(struct stream *s, const struct program_result *result)
{
	if (s->ops == &program_ops)
		((struct program *)s)->result = result;
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
