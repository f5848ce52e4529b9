/* SPDX-License-Identifier: MIT */
/* Where the bytes of many clients go. */
#include "relay/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Above this much, clients are not read until the output has taken it. */
#define PENDING_FULL (256 * 1024)

/* A line longer than this ends its connection: it would have to be kept until
 * its end has come. */
#define LINE_MAX_BYTES (1024 * 1024)

void sink_free(struct sink *s)
{
	bytes_free(&s->pending);
}

int sink_opened(struct sink *s, struct client *c, struct error *err)
{
	if (s->kind != SINK_FILES)
		return 0;
	char *name = s->file_name(s->context, c);
	c->file_fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int result = c->file_fd < 0
	                 ? error_sys(err, FAULT_IO, "cannot open '%s'", name)
	                 : 0;
	free(name);
	return result;
}

static int write_file(
    struct client *c, const char *bytes, size_t len, struct error *err)
{
	while (len > 0) {
		ssize_t n = write(c->file_fd, bytes, len);
		if (n < 0 && errno != EINTR)
			return error_sys(err, FAULT_IO,
			    "cannot write the file of connection %d",
			    c->number);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static void add_line(
    struct sink *s, const struct client *c, const void *rest, size_t len)
{
	char remote[ADDRESS_TEXT];

	if (s->tags)
		bytes_print(&s->pending, "%d %s\t", c->number,
		    address_text(remote, &c->remote));
	bytes_add(&s->pending, c->line.at, c->line.len);
	bytes_add(&s->pending, rest, len);
	bytes_add_text(&s->pending, "\n");
}

static int take_lines(struct sink *s, struct client *c, const char *bytes,
    size_t len, struct error *err)
{
	const char *end;

	while ((end = memchr(bytes, '\n', len))) {
		size_t line = (size_t)(end - bytes);
		add_line(s, c, bytes, line);
		bytes_free(&c->line);
		bytes += line + 1;
		len -= line + 1;
	}
	bytes_add(&c->line, bytes, len);
	c->is_dropped = c->line.len > LINE_MAX_BYTES;
	if (c->is_dropped)
		return error_set(err, FAULT_RESET,
		    "dropped: it sent a line of more than %d KiB",
		    LINE_MAX_BYTES / 1024);
	return 0;
}

int sink_take(struct sink *s, struct client *c, const void *bytes, size_t len,
    struct error *err)
{
	switch (s->kind) {
	case SINK_RAW:
		bytes_add(&s->pending, bytes, len);
		return 0;
	case SINK_LINES:
		return take_lines(s, c, bytes, len, err);
	case SINK_FILES:
		return write_file(c, bytes, len, err);
	case SINK_ECHO:
		return client_send(c, bytes, len, err);
	case SINK_DISCARD:
		return 0;
	}
	return 0;
}

void sink_ended(struct sink *s, struct client *c)
{
	if (s->kind == SINK_LINES && c->line.len > 0) {
		add_line(s, c, NULL, 0);
		bytes_free(&c->line);
	}
}

bool sink_has_pending(const struct sink *s)
{
	return s->written < s->pending.len;
}

bool sink_is_full(const struct sink *s)
{
	return s->pending.len - s->written >= PENDING_FULL;
}

int sink_flush(struct sink *s, struct error *err)
{
	while (sink_has_pending(s)) {
		ssize_t n = stream_write(s->output, s->pending.at + s->written,
		    s->pending.len - s->written, err);
		if (n == STREAM_ERROR)
			return -1;
		if (n == STREAM_AGAIN) {
			bytes_drop(&s->pending, s->written);
			s->written = 0;
			return 0;
		}
		s->written += (size_t)n;
	}
	bytes_clear(&s->pending);
	s->written = 0;
	return 0;
}
