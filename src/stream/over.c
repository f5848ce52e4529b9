/* SPDX-License-Identifier: MIT */
/* A stream over another one. */
#include "stream/over.h"

static struct stream *below(const struct stream *s)
{
	return ((const struct over *)s)->below;
}

void over_init(
    struct over *o, const struct stream_ops *ops, struct stream *lower)
{
	o->stream = *lower;
	o->stream.ops = ops;
	o->stream.is_over = true;
	o->stream.splices_in = o->stream.splices_out = false;
	o->below = lower;
}

void over_follow(struct over *o)
{
	o->stream.read_fd = o->below->read_fd;
	o->stream.write_fd = o->below->write_fd;
	o->stream.read_events = o->below->read_events;
	o->stream.write_events = o->below->write_events;
}

int over_send(struct over *o, struct bytes *out, struct error *err)
{
	while (out->len > 0) {
		ssize_t n = stream_write(o->below, out->at, out->len, err);
		if (n < 0)
			return (int)n;
		bytes_drop(out, (size_t)n);
	}
	return 0;
}

ssize_t over_read(struct stream *s, void *bytes, size_t len, struct error *err)
{
	ssize_t n = stream_read(below(s), bytes, len, err);

	over_follow((struct over *)s);
	return n;
}

ssize_t over_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = stream_write(below(s), bytes, len, err);

	over_follow((struct over *)s);
	return n;
}

ssize_t over_splice_in(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	ssize_t n = below(s)->ops->splice_in(below(s), pipe_fd, len, err);

	over_follow((struct over *)s);
	return n;
}

ssize_t over_splice_out(
    struct stream *s, int pipe_fd, size_t len, struct error *err)
{
	ssize_t n = below(s)->ops->splice_out(below(s), pipe_fd, len, err);

	over_follow((struct over *)s);
	return n;
}

int over_finish(struct stream *s, struct error *err)
{
	int result = stream_finish(below(s), err);

	over_follow((struct over *)s);
	return result;
}

void over_reset(struct stream *s)
{
	struct stream *b = below(s);

	if (b->ops->reset)
		b->ops->reset(b);
}

int64_t over_due(const struct stream *s)
{
	return stream_due(below(s));
}

ssize_t over_urge(struct stream *s, const void *byte, struct error *err)
{
	struct stream *b = below(s);
	ssize_t n = b->ops->urge(b, byte, err);

	over_follow((struct over *)s);
	return n;
}

int over_delivered(struct stream *s, int *unconfirmed, struct error *err)
{
	struct stream *b = below(s);

	*unconfirmed = 0;
	return b->ops->delivered ? b->ops->delivered(b, unconfirmed, err) : 1;
}

void over_watch_peer(struct stream *s)
{
	struct stream *b = below(s);

	if (b->ops->watch_peer)
		b->ops->watch_peer(b);
}

int over_peer_gone(struct stream *s, struct error *err)
{
	struct stream *b = below(s);

	return b->ops->peer_gone ? b->ops->peer_gone(b, err) : 0;
}

bool over_describe(const struct stream *s, struct tcp_facts *out)
{
	const struct stream *b = below(s);

	return b->ops->describe && b->ops->describe(b, out);
}

void over_ends(
    const struct stream *s, struct address *local, struct address *remote)
{
	const struct stream *b = below(s);

	if (b->ops->ends)
		b->ops->ends(b, local, remote);
}
