/* SPDX-License-Identifier: MIT */
/* The senders of datagrams to bound sockets: who they are, and what comes. */
#include "net/bind/senders.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "net/bind/senders-private.h"
#include "net/datagram/datagram.h"
#include "stream/datagram.h"
#include "sys/socket/socket-queue.h"

/* How many datagrams of a socket are received in one turn of the loop. Streams
 * that are read as fast as that lose nothing. */
#define BATCH 16

/* Room for the longest datagram of UDP, and of a Unix socket unless its sender
 * has privileges. */
#define ROOM_UDP ((size_t)64 * 1024)
#define ROOM_UNIX ((size_t)256 * 1024)

/* What the datagrams that wait may take: those of one sender, and those of all,
 * beside one datagram each. */
#define QUEUE_MOST ((size_t)1024 * 1024)
#define QUEUE_ALL ((size_t)64 * 1024 * 1024)

static struct sender *sender_of(struct sender_entry *e)
{
	return e ? LIST_OWNER(e, struct sender, entry) : NULL;
}

/* Life */

static void open_socket(
    struct senders *s, struct senders_socket *socket, int fd)
{
	struct address local = address_local(fd);

	*socket = (struct senders_socket){
		.fd = fd,
		.is_any = address_is_any(&local),
	};
	s->is_unix = address_family(&local) == AF_UNIX;
	datagram_want_errors(fd, s->opts.tap);
}

struct senders *senders_new(const struct senders_opts *opts)
{
	struct senders *s = xcalloc(1, sizeof(*s));

	s->opts = *opts;
	s->sockets = xcalloc(opts->count, sizeof(*s->sockets));
	for (size_t i = 0; i < opts->count; i++)
		open_socket(s, &s->sockets[i], opts->fds[i]);
	s->room =
	    datagram_room_new(s->is_unix ? ROOM_UNIX : ROOM_UDP, opts->tap);
	return s;
}

static void tell_dropped(const struct senders *s)
{
	uint64_t count = 0;

	for (size_t i = 0; i < s->opts.count; i++)
		count += socket_queue_dropped(s->sockets[i].fd);
	datagram_tell_dropped(count, s->opts.tap);
}

void senders_free(struct senders *s)
{
	if (!s)
		return;
	assert(!s->by_activity.first && !s->waiting.first);
	tell_dropped(s);
	sender_table_free(&s->table);
	datagram_room_free(s->room);
	free(s->sockets);
	free(s);
}

size_t senders_count(const struct senders *s)
{
	return s->table.count;
}

/* The lists */

void senders_note_activity(struct sender *sender)
{
	struct senders *s = sender->senders;

	if (!sender->activity.at)
		return; /* it was ended */
	list_remove(&s->by_activity, &sender->activity);
	list_append(&s->by_activity, &sender->activity);
}

void senders_forget(struct sender *sender)
{
	struct senders *s = sender->senders;

	sender_table_remove(&s->table, &sender->entry);
	list_remove(&s->by_activity, &sender->activity);
	list_remove(&s->waiting, &sender->waiting);
}

static void wait_for_room(struct sender *sender)
{
	struct senders *s = sender->senders;

	if (!sender->waiting.at)
		list_append(&s->waiting, &sender->waiting);
	s->opts.changed(s->opts.context);
}

void senders_wait_for_event(struct sender *sender)
{
	sender->socket->wants_room = true;
	wait_for_room(sender);
}

void senders_wait_for_time(struct sender *sender)
{
	if (!sender->senders->retry_at)
		sender->senders->retry_at = clock_after(DATAGRAM_FULL_PAUSE);
	wait_for_room(sender);
}

/* All try again, and wait again if they have to. */
static void wake_waiting(struct senders *s)
{
	struct list waiting;

	s->retry_at = 0;
	for (size_t i = 0; i < s->opts.count; i++)
		s->sockets[i].wants_room = false;
	list_take(&waiting, &s->waiting);
	while (waiting.first) {
		struct sender *sender =
		    LIST_OWNER(waiting.first, struct sender, waiting);
		list_remove(&waiting, &sender->waiting);
		stream_wake(&sender->stream);
	}
}

/* Errors */

static void fail(struct sender *sender, int sysno)
{
	sender->failed = sysno;
	stream_wake(&sender->stream);
}

int senders_take_errors(struct senders *s, struct senders_socket *socket)
{
	struct address own, to;
	int sysno, count = 0;

	for (; (sysno = socket_queue_take_error_of(socket->fd, &own, &to));
	     count++) {
		struct sender_entry *e =
		    sender_table_first(&s->table, socket->fd, &to);
		for (; e; e = sender_table_next(e))
			if (!e->own.len || !own.len ||
			    address_is_same_host(&e->own, &own))
				fail(sender_of(e), sysno);
	}
	return count;
}

/* Datagrams that come */

/* Ends the stream of the sender that has been idle for the longest time. */
static void end_idlest(struct senders *s)
{
	struct sender *idlest =
	    LIST_OWNER(s->by_activity.first, struct sender, activity);

	senders_forget(idlest);
	idlest->is_over = true;
	stream_wake(&idlest->stream);
}

void senders_end(struct senders *s)
{
	while (s->by_activity.first)
		end_idlest(s);
}

/* What the datagrams of one sender may take at the moment. */
static size_t share(const struct senders *s)
{
	size_t each = QUEUE_ALL / s->table.count;

	return each < QUEUE_MOST ? each : QUEUE_MOST;
}

static void tell_too_long(const struct senders *s, const struct datagram *d)
{
	char text[ADDRESS_TEXT];
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_IO,
	    "a datagram from %s was thrown away: it has more than %zu bytes",
	    address_text(text, &d->peer), d->len);
	tap_tell(s->opts.tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &err });
}

static void keep(struct sender *sender, const struct datagram *d)
{
	struct datagram_queue *q = &sender->queue;
	size_t most = share(sender->senders);

	if (q->first && q->memory + datagram_queue_cost(d->len) > most)
		sender->lost++;
	else
		datagram_queue_add(q, d->bytes, d->len);
}

/* Only on a socket with all addresses it matters to which one the sender has
 * sent. */
static struct address own_of(
    const struct senders_socket *socket, const struct datagram *d)
{
	return socket->is_any ? d->own : (struct address){ .len = 0 };
}

/* The streams of new senders may be closed at once. */
static void begin(struct senders *s, struct senders_socket *socket,
    const struct datagram *d, const struct address *own)
{
	if (!s->opts.admits(s->opts.context, socket->fd, &d->peer))
		return;
	if (s->table.count >= s->opts.most) {
		end_idlest(s);
		s->opts.replaced(s->opts.context);
	}
	struct sender *sender = sender_new(s, socket, &d->peer, own);
	sender_table_add(&s->table, &sender->entry);
	list_append(&s->by_activity, &sender->activity);
	keep(sender, d);
	s->opts.begins(s->opts.context, &sender->stream, &d->peer);
}

/* All Unix sockets without a name are one sender, which cannot be answered. */
static void name(struct address *peer)
{
	if (peer->len > 0)
		return;
	peer->storage.ss_family = AF_UNIX;
	peer->len = sizeof(peer->storage.ss_family);
}

static void deliver(struct senders *s, struct senders_socket *socket,
    const struct datagram *received)
{
	struct datagram d = *received;

	name(&d.peer);
	if (d.was_cut) {
		tell_too_long(s, &d);
		return;
	}
	struct address own = own_of(socket, &d);
	struct sender *sender =
	    sender_of(sender_table_find(&s->table, socket->fd, &d.peer, &own));
	if (!sender) {
		begin(s, socket, &d, &own);
		return;
	}
	keep(sender, &d);
	senders_note_activity(sender);
	stream_wake(&sender->stream);
}

/* A call that receives may also fail because a datagram that was sent before
 * has been refused. */
static int cannot_receive(
    struct senders *s, struct senders_socket *socket, struct error *err)
{
	if (senders_take_errors(s, socket) > 0 || err->kind != FAULT_IO)
		return 0;
	return error_reword(err, "cannot receive datagrams: %s", err->text);
}

/* Returns how many, or -1. */
static int receive(
    struct senders *s, struct senders_socket *socket, struct error *err)
{
	const struct datagram *d;
	int count = datagram_receive(socket->fd, s->room, BATCH, err);

	if (count < 0)
		return cannot_receive(s, socket, err);
	while ((d = datagram_next(s->room)))
		deliver(s, socket, d);
	return count;
}

int senders_receive(struct senders *s, struct error *err)
{
	int sum = 0;

	for (size_t i = 0; i < s->opts.count; i++) {
		int count = receive(s, &s->sockets[i], err);
		if (count < 0)
			return -1;
		sum += count;
	}
	return sum;
}

/* In the loop */

int64_t senders_prepare(struct senders *s, struct waiting *w)
{
	for (size_t i = 0; i < s->opts.count; i++) {
		struct senders_socket *socket = &s->sockets[i];
		socket->slot = waiting_add(w, socket->fd,
		    socket->wants_room ? POLLIN | POLLOUT : POLLIN);
	}
	return s->retry_at ? s->retry_at : CLOCK_NEVER;
}

int senders_serve(struct senders *s, const struct waiting *w, struct error *err)
{
	bool has_room = s->retry_at && clock_now() >= s->retry_at;
	int result = 0;

	for (size_t i = 0; i < s->opts.count && result >= 0; i++) {
		struct senders_socket *socket = &s->sockets[i];
		short events = waiting_result(w, socket->slot);
		has_room |= socket->wants_room && events & POLLOUT;
		if (events & POLLERR)
			senders_take_errors(s, socket);
		if (events & (POLLIN | POLLERR))
			result = receive(s, socket, err);
	}
	if (has_room)
		wake_waiting(s);
	return result < 0 ? -1 : 0;
}
