/* SPDX-License-Identifier: MIT */
/* A peer that negotiates by the Telnet protocol: every option is declined. */
#include "stream/telnet.h"

#include <arpa/telnet.h>
#include <poll.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/xalloc.h"
#include "stream/over.h"

/* With so many bytes of unsent answers, nothing more is read. */
#define ANSWERS_MOST 4096

enum place {
	IN_DATA,
	AT_COMMAND, /* after IAC */
	AT_OPTION,  /* after DO, DONT, WILL or WONT */
	IN_SUBNEGOTIATION,
	AT_END_OF_IT, /* after IAC in a subnegotiation */
};

struct telnet {
	struct over over;
	enum place place; /* in what is read */
	unsigned char command;
	struct bytes answers;  /* not sent yet */
	struct error *failure; /* why they could not be sent; or NULL */
	bool is_finished;      /* nothing may be sent any more */
};

static void answer(struct telnet *t, unsigned char option)
{
	unsigned char bytes[] = { IAC, t->command == DO ? WONT : DONT, option };

	if (t->command == DO || t->command == WILL)
		bytes_add(&t->answers, bytes, sizeof(bytes));
}

static enum place behind_command(unsigned char command)
{
	if (command == DO || command == DONT || command == WILL ||
	    command == WONT)
		return AT_OPTION;
	return command == SB ? IN_SUBNEGOTIATION : IN_DATA;
}

static void look_at(struct telnet *t, unsigned char byte)
{
	switch (t->place) {
	case IN_DATA:
		t->place = byte == IAC ? AT_COMMAND : IN_DATA;
		break;
	case AT_COMMAND:
		t->command = byte;
		t->place = behind_command(byte);
		break;
	case AT_OPTION:
		answer(t, byte);
		t->place = IN_DATA;
		break;
	case IN_SUBNEGOTIATION:
		t->place = byte == IAC ? AT_END_OF_IT : IN_SUBNEGOTIATION;
		break;
	case AT_END_OF_IT:
		t->place = byte == SE ? IN_DATA : IN_SUBNEGOTIATION;
		break;
	}
}

/* Also waits for room for answers, since the session may have nothing to write.
 */
static void follow_socket(struct telnet *t)
{
	struct stream *s = &t->over.stream;

	over_follow(&t->over);
	if (t->answers.len >= ANSWERS_MOST)
		s->read_events = 0;
	if (t->answers.len > 0)
		s->read_events |= POLLOUT;
}

/* Keeps a failure for later: bytes that were read are passed on first. */
static void send_answers(struct telnet *t)
{
	struct error err = ERROR_NONE;

	if (t->is_finished)
		bytes_clear(&t->answers);
	if (over_send(&t->over, &t->answers, &err) != STREAM_ERROR)
		return;
	bytes_clear(&t->answers);
	t->failure = xmalloc(sizeof(*t->failure));
	*t->failure = err;
}

/* Sends the answers, which come first. Returns 0 when they are sent. */
static int make_way(struct telnet *t, struct error *err)
{
	if (t->answers.len > 0)
		send_answers(t);
	if (!t->failure)
		return t->answers.len > 0 ? STREAM_AGAIN : 0;
	*err = *t->failure;
	return STREAM_ERROR;
}

static ssize_t telnet_read(
    struct stream *s, void *bytes, size_t len, struct error *err)
{
	struct telnet *t = (struct telnet *)s;
	ssize_t n = make_way(t, err);

	if (n == 0 || (n == STREAM_AGAIN && t->answers.len < ANSWERS_MOST))
		n = stream_read(t->over.below, bytes, len, err);
	for (ssize_t i = 0; i < n; i++)
		look_at(t, ((const unsigned char *)bytes)[i]);
	if (n > 0)
		send_answers(t);
	follow_socket(t);
	return n;
}

static ssize_t telnet_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct telnet *t = (struct telnet *)s;
	ssize_t n = make_way(t, err);

	if (n == 0)
		n = stream_write(t->over.below, bytes, len, err);
	follow_socket(t);
	return n;
}

static ssize_t telnet_urge(
    struct stream *s, const void *byte, struct error *err)
{
	struct telnet *t = (struct telnet *)s;
	ssize_t n = make_way(t, err);

	if (n == 0)
		n = t->over.below->ops->urge(t->over.below, byte, err);
	follow_socket(t);
	return n;
}

static int telnet_finish(struct stream *s, struct error *err)
{
	struct telnet *t = (struct telnet *)s;
	int result = make_way(t, err);

	if (result == 0)
		result = stream_finish(t->over.below, err);
	t->is_finished = result == 0;
	follow_socket(t);
	return result;
}

static bool telnet_pending(const struct stream *s)
{
	const struct telnet *t = (const struct telnet *)s;

	return t->failure || stream_is_pending(t->over.below);
}

static void telnet_close(struct stream *s)
{
	struct telnet *t = (struct telnet *)s;

	stream_close(t->over.below);
	bytes_free(&t->answers);
	free(t->failure);
	free(t);
}

static const struct stream_ops telnet_ops = {
	.read = telnet_read,
	.write = telnet_write,
	.urge = telnet_urge,
	.finish = telnet_finish,
	.reset = over_reset,
	.pending = telnet_pending,
	.delivered = over_delivered,
	.watch_peer = over_watch_peer,
	.peer_gone = over_peer_gone,
	.describe = over_describe,
	.ends = over_ends,
	.close = telnet_close,
};

struct stream *telnet_stream(struct stream *socket)
{
	struct telnet *t = xcalloc(1, sizeof(*t));

	over_init(&t->over, &telnet_ops, socket);
	return &t->over.stream;
}
