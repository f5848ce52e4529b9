/* SPDX-License-Identifier: MIT */
/* An end that throws away what it receives. */
#include "stream/discard.h"

#include <stdlib.h>

#include "base/xalloc.h"

static ssize_t discard_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	(void)s;
	(void)bytes;
	(void)len;
	(void)err;
	return 0;
}

static ssize_t discard_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	(void)s;
	(void)bytes;
	(void)err;
	return (ssize_t)len;
}

static int discard_finish(struct stream *s, struct error *err)
{
	(void)s;
	(void)err;
	return 0;
}

static bool discard_pending(const struct stream *s)
{
	(void)s;
	return true;
}

static void discard_close(struct stream *s)
{
	free(s);
}

static const struct stream_ops discard_ops = {
	.read = discard_read,
	.write = discard_write,
	.finish = discard_finish,
	.pending = discard_pending,
	.close = discard_close,
};

struct stream *discard_stream(void)
{
	struct stream *s = xmalloc(sizeof(*s));

	*s = (struct stream){
		.ops = &discard_ops,
		.read_fd = -1,
		.write_fd = -1,
		.gives_nothing = true,
	};
	return s;
}
