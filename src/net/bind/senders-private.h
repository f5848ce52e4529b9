/* SPDX-License-Identifier: MIT */
/* What the files of the senders share. */
#ifndef NET_BIND_SENDERS_PRIVATE_H
#define NET_BIND_SENDERS_PRIVATE_H

#include "base/list.h"
#include "net/bind/sender-table.h"
#include "net/bind/senders.h"
#include "net/datagram/datagram-queue.h"

/* A bound socket. */
struct senders_socket {
	int fd;
	bool is_any;     /* it has all addresses of this host */
	bool wants_room; /* a stream waits until it can send again */
	unsigned slot;   /* of this turn */
};

struct sender {
	struct stream stream;
	struct senders *senders;
	struct senders_socket *socket;
	struct sender_entry entry;   /* in the table; that also has peer */
	struct list_link activity;   /* in the list of all, if in the table */
	struct list_link waiting;    /* until it can send */
	struct datagram_queue queue; /* what has come */
	int failed;                  /* an errno, told after all that came */
	bool is_reset;      /* the sender is to be refused at the end */
	bool is_over;       /* no more comes */
	uint64_t lost;      /* datagrams that did not fit */
	int64_t full_since; /* the device has no room; 0: it has */
};

struct senders {
	struct senders_opts opts;
	struct sender_table table;
	struct list by_activity; /* the idlest is the first */
	struct list waiting;
	int64_t retry_at; /* when they try again; 0: at an event */
	struct datagram_room *room;
	struct senders_socket *sockets;
	bool is_unix;
};

/* Makes the stream of a sender, which is in no list so far. */
struct sender *sender_new(struct senders *s, struct senders_socket *socket,
    const struct address *peer, const struct address *own);

/* Notes that a datagram of the sender, or to it, has passed. */
void senders_note_activity(struct sender *sender);

/* Has the sender woken when it can send again: when the socket has room, or if
 * no event tells that, after a pause. */
void senders_wait_for_event(struct sender *sender);
void senders_wait_for_time(struct sender *sender);

/* Takes the errors that the network has reported for datagrams that were sent
 * by that socket, and fails the streams of their receivers. Returns how many.
 */
int senders_take_errors(struct senders *s, struct senders_socket *socket);

/* Takes the sender out of all lists. */
void senders_forget(struct sender *sender);

#endif
