/* SPDX-License-Identifier: MIT */
/* A terminal of genet's own as one end of a conversation. */
#include "stream/pty-stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"

struct pty_end {
	struct stream stream;
	struct pty pty;
};

static bool has_no_end(const struct pty_end *p)
{
	return p->stream.has_no_end;
}

static ssize_t pty_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	const struct pty_end *p = (const struct pty_end *)s;
	ssize_t n = read(s->read_fd, bytes, len);

	if (n >= 0)
		return n;
	if (sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (errno == EIO)
		return 0; /* the last program has closed it */
	return error_sys(
	    err, FAULT_IO, "cannot read the terminal '%s'", p->pty.link);
}

static ssize_t pty_end_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct pty_end *p = (struct pty_end *)s;
	ssize_t n = pty_write(&p->pty, bytes, len);

	if (n >= 0)
		return n;
	if (sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (errno == EIO)
		return error_set(err, FAULT_RESET, "closed by its program");
	return error_sys(
	    err, FAULT_IO, "cannot write to the terminal '%s'", p->pty.link);
}

/* No program can be told of an end but by a hang-up. */
static int pty_finish(struct stream *s, struct error *err)
{
	(void)s;
	(void)err;
	return 0;
}

/* What no program has read would be lost with the terminal. */
static int pty_delivered(struct stream *s, int *unconfirmed, struct error *err)
{
	struct pty_end *p = (struct pty_end *)s;
	char size[TEXT_MEASURE];

	*unconfirmed = pty_unread(&p->pty);
	if (*unconfirmed < 0)
		return error_sys(err, FAULT_IO,
		    "cannot know what was read from the terminal '%s'",
		    p->pty.link);
	if (*unconfirmed > 0 && !has_no_end(p) && pty_is_hung_up(&p->pty))
		return error_set(err, FAULT_RESET,
		    "closed by its program, which has not read %s",
		    text_size(size, (uint64_t)*unconfirmed));
	return *unconfirmed == 0;
}

static void pty_end_close(struct stream *s)
{
	pty_close(&((struct pty_end *)s)->pty);
	free(s);
}

static const struct stream_ops pty_ops = {
	.read = pty_read,
	.write = pty_end_write,
	.finish = pty_finish,
	.delivered = pty_delivered,
	.close = pty_end_close,
};

struct stream *pty_stream(const struct pty *pty, struct tap *tap)
{
	struct pty_end *p = xmalloc(sizeof(*p));

	*p = (struct pty_end){
		.stream = {
			.ops = &pty_ops,
			.tap = tap,
			.read_fd = pty->fd,
			.write_fd = pty->fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
			.has_no_end = pty->held_fd >= 0,
		},
		.pty = *pty,
	};
	return &p->stream;
}
