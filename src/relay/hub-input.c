/* SPDX-License-Identifier: MIT */
/* The input of a hub. */
#include "relay/hub-input.h"

#include "relay/hub-private.h"

/* What one read takes: with messages it becomes one; and a client that had room
 * for a queue has room for this besides. */
#define INPUT_AT_ONCE MOVER_MESSAGE_BYTES

/* The fastest client sets the pace; a slower one has a queue to fill. */
bool hub_input_is_wanted(const struct hub *h)
{
	if (!h->opts.input || h->input_ended)
		return false;
	for (struct client *c = h->clients; c; c = c->next)
		if (c->stream && client_queued(c) < HUB_QUEUE_ENOUGH)
			return true;
	return false;
}

/* A client that was told something is told that it was all; the others are told
 * when they have ended themselves. */
static void tell_end(struct hub *h)
{
	struct client *c = h->clients, *next;

	h->input_ended = true;
	for (; c; c = next) {
		struct error err = ERROR_NONE;
		next = c->next;
		bool was_told = c->out > 0 || client_queued(c) > 0;
		bool is_echoed =
		    h->opts.sink->kind == SINK_ECHO && !c->peer_ended;
		if (!c->stream || is_echoed || (!was_told && !c->peer_ended))
			continue;
		if (client_end(c, &err) < 0)
			hub_lose(h, c, &err);
		else
			hub_update(h, c);
	}
}

/* All clients of a listener have the same kind of socket. */
static bool carries_messages(const struct hub *h)
{
	const struct client *c = h->clients;

	while (c && !c->stream)
		c = c->next;
	return c && c->stream->carries_messages;
}

static void send_to_all(struct hub *h, const char *bytes, size_t len)
{
	struct client *c = h->clients, *next;

	broadcast_add(&h->broadcast, bytes, len, carries_messages(h));
	for (; c; c = next) {
		struct error err = ERROR_NONE;
		next = c->next;
		if (!c->stream || c->wants_end)
			continue;
		if (client_hear(c, &err) < 0)
			hub_lose(h, c, &err);
		else
			hub_update(h, c);
	}
	hub_input_forget(h);
}

void hub_input_forget(struct hub *h)
{
	uint64_t needed = broadcast_end(&h->broadcast);

	for (const struct client *c = h->clients; c; c = c->next)
		if (broadcast_left(&c->common) > 0 && c->common.at < needed)
			needed = c->common.at;
	broadcast_forget(&h->broadcast, needed);
}

void hub_input_read(struct hub *h)
{
	struct error err = ERROR_NONE;
	ssize_t n = stream_read(h->opts.input, h->buffer, INPUT_AT_ONCE, &err);

	if (n > 0)
		send_to_all(h, h->buffer, (size_t)n);
	else if (n == 0)
		tell_end(h);
	else if (n == STREAM_ERROR)
		hub_fail(h, &err);
}
