/* SPDX-License-Identifier: MIT */
/* Calls that send and receive. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "demo/language/calls-private.h"

/* Holds what is received, or the filler that is sent. */
static char *buffer(void)
{
	static char *memory;

	if (!memory)
		memory = xmalloc(CALLS_SIZE);
	return memory;
}

const void *calls_bytes(const struct value *value)
{
	if (value->kind == VALUE_BYTES)
		return value->bytes;
	return memset(buffer(), 'x', calls_len(value));
}

size_t calls_len(const struct value *value)
{
	if (value->kind == VALUE_BYTES)
		return value->len;
	return value->number < CALLS_SIZE ? (size_t)value->number : CALLS_SIZE;
}

/* Puts what was received into the outcome. */
static long keep(struct making *m, long len)
{
	struct outcome *o = m->outcome;

	o->has_bytes = len >= 0;
	o->len = len > 0 ? (size_t)len : 0;
	if (o->len > LEN(1)) /* a longer datagram was cut */
		o->len = LEN(1);
	if (o->len >= sizeof(o->bytes))
		o->len = sizeof(o->bytes) - 1;
	memcpy(o->bytes, buffer(), o->len);
	return len;
}

SIMPLE(send, send(NUMBER(0), BYTES(1), LEN(1), NUMBER(2)))
SIMPLE(write, write(NUMBER(0), BYTES(1), LEN(1)))
SIMPLE(sendto, sendto(NUMBER(0), BYTES(1), LEN(1), NUMBER(2), ADDRESS(3)))
SIMPLE(read, keep(m, read(NUMBER(0), buffer(), LEN(1))))

/* With MSG_TRUNC, TCP discards the bytes: see tcp(7). */
static bool discards(int fd, int flags)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return (flags & MSG_TRUNC) &&
	       getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	       type == SOCK_STREAM;
}

static long make_recv(struct making *m)
{
	bool has_discarded = discards(NUMBER(0), NUMBER(2));
	ssize_t len = recv(NUMBER(0), buffer(), LEN(1), NUMBER(2));

	return has_discarded ? len : keep(m, len);
}

static long make_recvfrom(struct making *m)
{
	struct address *a = &m->outcome->address;

	a->len = sizeof(a->storage);
	ssize_t len = recvfrom(NUMBER(0), buffer(), LEN(1), NUMBER(2),
	    (struct sockaddr *)&a->storage, &a->len);
	m->outcome->has_address = len >= 0;
	return keep(m, len);
}

/* A message, with room for a control message of one int. */
struct carrier {
	struct iovec part;
	struct msghdr message;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
};

static struct msghdr *make_carrier(struct carrier *c, size_t len)
{
	memset(c, 0, sizeof(*c));
	c->part.iov_base = buffer();
	c->part.iov_len = len;
	c->message.msg_iov = &c->part;
	c->message.msg_iovlen = 1;
	c->message.msg_control = &c->control;
	c->message.msg_controllen = sizeof(c->control);
	return &c->message;
}

/* The number in the control message, or the other one if there is no
 * message. */
static int carried(struct carrier *c, int none)
{
	if (CMSG_FIRSTHDR(&c->message))
		memcpy(&none, CMSG_DATA(&c->control.header), sizeof(none));
	return none;
}

static long make_recvmsg(struct making *m)
{
	struct iovec part = { buffer(), LEN(1) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ssize_t len = recvmsg(NUMBER(0), &message, NUMBER(2));

	m->outcome->has_flags = len >= 0;
	m->outcome->flags = message.msg_flags;
	return keep(m, len);
}

/* The value is how many datagrams were dropped before this one: socket(7),
 * SO_RXQ_OVFL. */
static long make_receive_drops(struct making *m)
{
	struct carrier c;
	ssize_t len = recvmsg(NUMBER(0), make_carrier(&c, LEN(1)), 0);

	return calls_value(m, keep(m, len), len < 0 ? 0 : carried(&c, 0));
}

/* Descriptors in messages of one byte: unix(7), SCM_RIGHTS. */

static long make_send_descriptor(struct making *m)
{
	struct carrier c;
	struct msghdr *message = make_carrier(&c, 1);
	int fd = NUMBER(1);

	*buffer() = '\0'; /* as the lesson shows */
	c.control.header.cmsg_len = CMSG_LEN(sizeof(fd));
	c.control.header.cmsg_level = SOL_SOCKET;
	c.control.header.cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(&c.control.header), &fd, sizeof(fd));
	return sendmsg(NUMBER(0), message, 0);
}

static long make_receive_descriptor(struct making *m)
{
	struct carrier c;
	ssize_t len = recvmsg(NUMBER(0), make_carrier(&c, 1), 0);
	int fd = len < 0 ? -1 : carried(&c, -1);

	values_set_number(
	    m->variables, m->phrase->results[0], VALUE_DESCRIPTOR, fd);
	return calls_value(m, len, fd);
}

/* Calls that are made several times; the outcome counts the first one already.
 * The value is the sum of the results, or the number of successful calls. */

static long make_fill(struct making *m)
{
	long result, sum = 0;

	while (
	    (result = send(NUMBER(0), BYTES(1), LEN(1), MSG_DONTWAIT)) >= 0) {
		m->outcome->times++;
		sum += result;
	}
	calls_value(m, errno == EAGAIN ? 0 : -1, sum);
	return result;
}

static long make_send_times(struct making *m)
{
	long result;

	while ((result = send(NUMBER(0), BYTES(1), LEN(1), 0)) >= 0 &&
	       m->outcome->times < (unsigned)NUMBER(2))
		m->outcome->times++;
	return calls_value(m, result, m->outcome->times);
}

static long make_count_datagrams(struct making *m)
{
	long result;

	while ((result = recv(NUMBER(0), buffer(), LEN(1), MSG_DONTWAIT)) >= 0)
		m->outcome->times++;
	calls_value(m, errno == EAGAIN ? 0 : -1, m->outcome->times - 1);
	return result;
}

/* clang-format off */
const struct call calls_data[] = {
	{ "send", make_send, "send($1, $b2, $n2, $3)", NULL, "$1.send, $b2, $3", CALL_NUMBER },
	{ "write", make_write, "write($1, $b2, $n2)", NULL, "$1.send, $b2", CALL_NUMBER },
	{ "sendto", make_sendto, "sendto($1, $b2, $n2, $3, $4)", NULL, "$1.sendto, $b2, $3, $4", CALL_NUMBER },
	{ "recv", make_recv, "recv($1, buf, $2, $3)", NULL, "$1.recv, $2, $3", CALL_NUMBER },
	{ "read", make_read, "read($1, buf, $2)", NULL, "$1.recv, $2", CALL_NUMBER },
	{ "recvfrom", make_recvfrom, "recvfrom($1, buf, $2, $3, &$r)", "receive_from($1, $2, $3, &shared->$r)", "receive_from, $1, $2, $3, \"$r\"", CALL_SENDER },
	{ "recvmsg", make_recvmsg, "recvmsg($1, {buf, $2}, $3)", "receive_message($1, $2, $3)", "receive_message, $1, $2, $3", CALL_NUMBER },
	{ "receive_drops", make_receive_drops, "recvmsg($1, {buf, $2, SO_RXQ_OVFL}, 0)", "receive_drops($1, $2)", "receive_drops, $1, $2", CALL_NUMBER },
	{ "send_descriptor", make_send_descriptor, "sendmsg($1, {\"\\0\", 1, SCM_RIGHTS $2}, 0)", "send_descriptor($1, $2)", "send_descriptor, $1, $2", CALL_NUMBER },
	{ "receive_descriptor", make_receive_descriptor, "recvmsg($1, {buf, 1, SCM_RIGHTS &$r}, 0)", "receive_descriptor($1, &$r)", "receive_descriptor, $1", CALL_PASSED },
	{ "fill", make_fill, "send($1, buf, $2, MSG_DONTWAIT)", "fill($1, $2)", "fill, $1, $2", CALL_NUMBER },
	{ "send_times", make_send_times, "send($1, $b2, $n2, 0)", "send_times($1, $b2, $n2, $3)", "send_times, $1, $b2, $3", CALL_NUMBER },
	{ "count_datagrams", make_count_datagrams, "recv($1, buf, $2, MSG_DONTWAIT)", "count_datagrams($1, $2)", "count_datagrams, $1, $2", CALL_NUMBER },
	{ 0 },
};
/* clang-format on */
