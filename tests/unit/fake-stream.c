/* SPDX-License-Identifier: MIT */
/* A stream that does what a script says. */
#include "fake-stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static ssize_t fake_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct fake_stream *f = (struct fake_stream *)s;

	f->read_calls++;
	f->was_misused |= f->has_ended || len == 0 || f->is_closed;
	if (f->reads_done == f->script.read_count)
		return STREAM_AGAIN;

	const struct fake_read *step = &f->script.reads[f->reads_done];
	if (step->result <= 0) {
		f->reads_done++;
		f->has_ended |= step->result == 0;
		if (step->result == STREAM_ERROR)
			error_set(err, FAULT_IO, FAKE_READ_FAILED);
		return step->result;
	}
	size_t left = (size_t)step->result - f->read_offset;
	size_t n = left < len ? left : len;
	memcpy(bytes, step->bytes + f->read_offset, n);
	f->read_offset += n;
	if (n == left) {
		f->reads_done++;
		f->read_offset = 0;
	}
	return (ssize_t)n;
}

static ssize_t fake_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct fake_stream *f = (struct fake_stream *)s;
	ssize_t most = (ssize_t)len;

	f->write_calls++;
	f->was_misused |= f->is_finished || len == 0 || f->is_closed;
	if (f->writes_done < f->script.write_count)
		most = f->script.writes[f->writes_done++];
	if (most == STREAM_ERROR)
		error_set(err, FAULT_IO, FAKE_WRITE_FAILED);
	if (most < 0)
		return most;

	size_t n = (size_t)most < len ? (size_t)most : len;
	f->written = xreallocarray(f->written, f->written_len + n + 1, 1);
	if (n > 0) /* a message may have no bytes */
		memcpy(f->written + f->written_len, bytes, n);
	f->written_len += n;
	f->written[f->written_len] = '\0';
	return (ssize_t)n;
}

static int fake_finish(struct stream *s, struct error *err)
{
	struct fake_stream *f = (struct fake_stream *)s;
	int result = 0;

	f->finish_calls++;
	f->was_misused |= f->is_finished || f->is_closed;
	if (f->finishes_done < f->script.finish_count)
		result = f->script.finishes[f->finishes_done++];
	if (result == STREAM_ERROR)
		error_set(err, FAULT_IO, FAKE_FINISH_FAILED);
	f->is_finished |= result == 0;
	return result;
}

static void fake_close(struct stream *s)
{
	struct fake_stream *f = (struct fake_stream *)s;

	f->was_misused |= f->is_closed;
	f->is_closed = true;
}

static const struct stream_ops fake_ops = {
	.read = fake_read,
	.write = fake_write,
	.finish = fake_finish,
	.close = fake_close,
};

void fake_stream_init(struct fake_stream *f, const struct fake_script *script)
{
	*f = (struct fake_stream){
		.stream = { .ops = &fake_ops, .read_fd = -1, .write_fd = -1 },
		.script = *script,
		.written = xstrdup(""),
	};
}

void fake_stream_free(struct fake_stream *f)
{
	free(f->written);
	*f = (struct fake_stream){ 0 };
}
