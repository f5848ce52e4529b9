/* SPDX-License-Identifier: MIT */
/* Where the bytes of many clients go. */
#include "relay/sink.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Above this much, clients are not read until the output has taken it. */
#define PENDING_FULL (256 * 1024)

/* A line longer than this ends its connection: it would have to be kept until
 * its end has come. */
#define LINE_MAX_BYTES (1024 * 1024)

void sink_free(struct sink *s)
{
	bytes_free(&s->pending);
	client_files_free(&s->files);
}

int sink_opened(struct sink *s, struct client *c, struct error *err)
{
	if (s->kind != SINK_FILES)
		return 0;
	char *name = s->file_name(s->context, c);
	int result = client_files_open(&s->files, name, &c->file, err);
	free(name);
	return result;
}

static void add_line(
    struct sink *s, const struct client *c, const void *rest, size_t len)
{
	char remote[ADDRESS_TEXT], shown[4 * ADDRESS_TEXT];

	/* The peer chooses the name of its Unix socket. */
	if (s->tags) {
		address_text(remote, &c->remote);
		bytes_print(&s->pending, "%d %s\t", c->number,
		    text_escape(shown, sizeof(shown), remote, strlen(remote)));
	}
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

/* How long a message is, which may be more than the socket takes, is the
 * peer's choice. */
static int send_back(
    struct client *c, const void *bytes, size_t len, struct error *err)
{
	int result = client_send(c, bytes, len, err);

	err->is_of_peer = result < 0 && err->kind == FAULT_IO;
	return result;
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
		return client_files_write(&c->file, bytes, len, err);
	case SINK_ECHO:
		return send_back(c, bytes, len, err);
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

int sink_closed(struct sink *s, struct client *c, struct error *err)
{
	return client_files_close(&s->files, &c->file, err);
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
	if (s->pending.capacity > 2 * PENDING_FULL)
		bytes_free(&s->pending);
	bytes_clear(&s->pending);
	s->written = 0;
	return 0;
}

size_t sink_give_up(struct sink *s)
{
	size_t left = s->pending.len - s->written;

	bytes_free(&s->pending);
	s->written = 0;
	return left;
}
