/* SPDX-License-Identifier: MIT */
/* A serial line as one end of a conversation. */
#include "stream/tty-stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sysno.h"
#include "base/xalloc.h"

struct tty_end {
	struct stream stream;
	struct tty tty;
	bool has_failed; /* a write: no event tells of an end of reading */
};

static int fail(struct error *err)
{
	if (errno == EIO || errno == ENXIO || errno == ENODEV)
		return error_set(err, FAULT_RESET, "hung up");
	error_set(err, FAULT_RESET, "lost: %s", sysno_phrase(errno));
	err->is_local = true;
	return -1;
}

/* A line that has hung up reads as an end, or fails. */
static ssize_t tty_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	const struct tty_end *t = (const struct tty_end *)s;
	ssize_t n = t->has_failed ? 0 : read(s->read_fd, bytes, len);

	if (n > 0 || t->has_failed)
		return n;
	if (n < 0 && sysno_is_transient(errno))
		return STREAM_AGAIN;
	if (n == 0)
		errno = EIO;
	return t->tty.is_pty && errno == EIO ? 0 : fail(err);
}

static ssize_t tty_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = write(s->write_fd, bytes, len);

	if (n >= 0)
		return n;
	if (sysno_is_transient(errno))
		return STREAM_AGAIN;
	((struct tty_end *)s)->has_failed = true;
	return fail(err);
}

static bool tty_pending(const struct stream *s)
{
	return ((const struct tty_end *)s)->has_failed;
}

/* The line cannot carry an end. */
static int tty_finish(struct stream *s, struct error *err)
{
	(void)s;
	(void)err;
	return 0;
}

static int tty_delivered(struct stream *s, int *unconfirmed, struct error *err)
{
	(void)err;
	*unconfirmed = tty_unsent(&((const struct tty_end *)s)->tty);
	return *unconfirmed == 0;
}

static void tty_end_close(struct stream *s)
{
	tty_close(&((struct tty_end *)s)->tty);
	free(s);
}

static const struct stream_ops tty_ops = {
	.read = tty_read,
	.write = tty_write,
	.finish = tty_finish,
	.pending = tty_pending,
	.delivered = tty_delivered,
	.close = tty_end_close,
};

struct stream *tty_stream(const struct tty *tty, struct tap *tap)
{
	struct tty_end *t = xmalloc(sizeof(*t));

	*t = (struct tty_end){
		.stream = {
			.ops = &tty_ops,
			.tap = tap,
			.read_fd = tty->fd,
			.write_fd = tty->fd,
			.read_events = POLLIN,
			.write_events = POLLOUT,
			.has_no_end = true,
		},
		.tty = *tty,
	};
	return &t->stream;
}
