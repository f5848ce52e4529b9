/* SPDX-License-Identifier: MIT */
/* One of the many clients of a hub. */
#include "relay/client.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "relay/shuttle.h"
#include "stream/socket.h"

struct client *client_new(
    int fd, int number, const struct address *remote, struct tap *tap)
{
	struct client *c = xmalloc(sizeof(*c));

	*c = (struct client){
		.number = number,
		.remote = *remote,
		.stream =
		    socket_stream_accepted(fd, address_family(remote), tap),
		.file = CLIENT_FILE_NONE,
		.kill_at = CLOCK_NEVER,
		.watch.end_program_at = CLOCK_NEVER,
		.started = clock_now(),
	};
	c->last_move = c->started;
	return c;
}

void client_free(struct client *c)
{
	client_stop_watching(c);
	free(c->failure);
	stream_close(c->stream);
	stream_close(c->held);
	bytes_free(&c->queue);
	bytes_free(&c->line);
	free(c);
}

static void trim_queue(struct client *c)
{
	if (c->queue_sent == c->queue.len) {
		bytes_free(&c->queue); /* most clients never need one */
		c->queue_sent = 0;
	} else if (c->queue_sent > c->queue.len / 2) {
		bytes_drop(&c->queue, c->queue_sent);
		c->queue_sent = 0;
	}
}

static int tell_end(struct client *c, struct error *err)
{
	int result = stream_finish(c->stream, err);

	if (result == 0)
		c->end_told = clock_now();
	return result == STREAM_ERROR ? -1 : 0;
}

static size_t queued_alone(const struct client *c)
{
	return c->queue.len - c->queue_sent;
}

size_t client_queued(const struct client *c)
{
	return queued_alone(c) + broadcast_left(&c->common);
}

/* How long the length is that stands before what is sent next. */
static size_t header_len(const struct client *c)
{
	return c->stream->carries_messages ? sizeof(uint32_t) : 0;
}

/* What is to be sent next, its own before what all are sent. */
static const unsigned char *next_at(const struct client *c)
{
	return queued_alone(c) > 0 ? c->queue.at + c->queue_sent
	                           : broadcast_next(&c->common);
}

static size_t next_len(const struct client *c)
{
	uint32_t len;

	if (!c->stream->carries_messages)
		return queued_alone(c) > 0 ? queued_alone(c)
		                           : broadcast_left(&c->common);
	memcpy(&len, next_at(c), sizeof(len));
	return len;
}

static void pass(struct client *c, size_t len)
{
	if (queued_alone(c) > 0)
		c->queue_sent += len;
	else
		c->common.at += len;
}

static void enqueue(struct client *c, const char *bytes, size_t len)
{
	uint32_t header = (uint32_t)len;
	size_t behind = broadcast_left(&c->common);

	/* What all are sent comes first: it was there before. */
	if (behind > 0)
		bytes_add(&c->queue, broadcast_next(&c->common), behind);
	c->common.at += behind;
	bytes_add(&c->queue, &header, header_len(c));
	bytes_add(&c->queue, bytes, len);
}

int client_flush(struct client *c, struct error *err)
{
	while (client_queued(c) > 0) {
		size_t header = header_len(c);
		ssize_t n = stream_write(
		    c->stream, next_at(c) + header, next_len(c), err);
		if (n == STREAM_ERROR)
			return -1;
		if (n == STREAM_AGAIN)
			break;
		pass(c, header + (size_t)n);
		c->out += (uint64_t)n;
		c->last_move = clock_now();
	}
	trim_queue(c);
	if (client_queued(c) == 0 && c->wants_end && !c->end_told)
		return tell_end(c, err);
	return 0;
}

/* Whether it may be kept that so much waits for the client. */
static int check_queue(struct client *c, size_t len, struct error *err)
{
	c->is_dropped = len > CLIENT_QUEUE_MAX;
	if (c->is_dropped)
		return error_set(err, FAULT_RESET,
		    "dropped: it does not read, and %d KiB wait",
		    CLIENT_QUEUE_MAX / 1024);
	return 0;
}

int client_hear(struct client *c, struct error *err)
{
	return client_flush(c, err) < 0 ? -1
	                                : check_queue(c, client_queued(c), err);
}

int client_send(
    struct client *c, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = STREAM_AGAIN;

	if (client_queued(c) == 0)
		n = stream_write(c->stream, bytes, len, err);
	if (n == STREAM_ERROR)
		return -1;
	size_t sent = n > 0 ? (size_t)n : 0;
	if (sent > 0)
		c->last_move = clock_now();
	c->out += sent;
	if (sent == len)
		return 0;
	if (check_queue(c, client_queued(c) + len - sent, err) < 0)
		return -1;
	enqueue(c, (const char *)bytes + sent, len - sent);
	return 0;
}

int client_end(struct client *c, struct error *err)
{
	if (!c->wants_end)
		broadcast_finish(&c->common);
	c->wants_end = true;
	return client_flush(c, err);
}

void client_stop_watching(struct client *c)
{
	if (!c->shuttle)
		return;
	stream_close(c->shuttle->local);
	stream_close(c->shuttle->remote);
	shuttle_free(c->shuttle);
	free(c->shuttle);
	c->shuttle = NULL;
}

bool client_is_done(const struct client *c)
{
	return c->peer_ended && c->end_told;
}
