/* SPDX-License-Identifier: MIT */
/* One of the many clients of a hub. */
#include "relay/client.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "stream/socket.h"

struct client *client_new(int fd, int number, struct tap *tap)
{
	struct client *c = xmalloc(sizeof(*c));

	*c = (struct client){
		.number = number,
		.remote = address_remote(fd),
		.stream = socket_stream(fd, tap),
		.file_fd = -1,
		.started = clock_now(),
	};
	c->last_move = c->started;
	return c;
}

void client_free(struct client *c)
{
	stream_close(c->stream);
	bytes_free(&c->queue);
	bytes_free(&c->line);
	if (c->file_fd >= 0)
		close(c->file_fd);
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

	c->end_told = result == 0;
	return result == STREAM_ERROR ? -1 : 0;
}

int client_flush(struct client *c, struct error *err)
{
	while (client_queued(c) > 0) {
		ssize_t n = stream_write(c->stream, c->queue.at + c->queue_sent,
		    client_queued(c), err);
		if (n == STREAM_ERROR)
			return -1;
		if (n == STREAM_AGAIN)
			break;
		c->queue_sent += (size_t)n;
		c->out += (uint64_t)n;
		c->last_move = clock_now();
	}
	trim_queue(c);
	if (client_queued(c) == 0 && c->wants_end && !c->end_told)
		return tell_end(c, err);
	return 0;
}

int client_send(
    struct client *c, const void *bytes, size_t len, struct error *err)
{
	ssize_t n = 0;

	if (client_queued(c) == 0)
		n = stream_write(c->stream, bytes, len, err);
	if (n == STREAM_ERROR)
		return -1;
	size_t sent = n > 0 ? (size_t)n : 0;
	if (sent > 0)
		c->last_move = clock_now();
	c->out += sent;
	c->is_dropped = client_queued(c) + len - sent > CLIENT_QUEUE_MAX;
	if (c->is_dropped)
		return error_set(err, FAULT_RESET,
		    "dropped: it does not read, and %d KiB wait",
		    CLIENT_QUEUE_MAX / 1024);
	bytes_add(&c->queue, (const char *)bytes + sent, len - sent);
	return 0;
}

int client_end(struct client *c, struct error *err)
{
	c->wants_end = true;
	return client_flush(c, err);
}

bool client_is_done(const struct client *c)
{
	return c->peer_ended && c->end_told;
}

char **client_environment(int fd, int number)
{
	struct address local = address_local(fd), remote = address_remote(fd);
	char local_ip[ADDRESS_TEXT], remote_ip[ADDRESS_TEXT];
	bool is_unix = local.storage.ss_family == AF_UNIX;
	char **list = xcalloc(7, sizeof(*list));

	list[0] = xasprintf("GENET_PROTO=%s", is_unix ? "unix" : "tcp");
	list[1] = xasprintf("GENET_CONN=%d", number);
	if (is_unix)
		return list;
	list[2] =
	    xasprintf("GENET_LOCAL_IP=%s", address_host(local_ip, &local));
	list[3] = xasprintf("GENET_LOCAL_PORT=%u", address_port(&local));
	list[4] =
	    xasprintf("GENET_REMOTE_IP=%s", address_host(remote_ip, &remote));
	list[5] = xasprintf("GENET_REMOTE_PORT=%u", address_port(&remote));
	return list;
}

void client_environment_free(char **environment)
{
	for (size_t i = 0; environment[i]; i++)
		free(environment[i]);
	free(environment);
}
