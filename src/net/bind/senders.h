/* SPDX-License-Identifier: MIT */
/*
 * The senders of datagrams to bound sockets, UDP or Unix, each with a stream of
 * its own: a read gives a datagram of that sender, a write sends one to it, by
 * the socket and from the address that the sender has used. One socket serves
 * all of them, so that its port is the only one that peers see.
 */
#ifndef NET_BIND_SENDERS_H
#define NET_BIND_SENDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "stream/stream.h"
#include "sys/socket/address.h"
#include "sys/waiting.h"

struct senders;

struct senders_opts {
	const int *fds; /* bound and non-blocking; they stay the caller's */
	size_t count;
	/* How many streams there are at once: one more ends the stream that has
	 * been idle for the longest time. Its reads then return the end. */
	size_t most;
	/* Whether a new sender to that socket gets a stream. If not, its
	 * datagram is thrown away. */
	bool (*admits)(void *context, int fd, const struct address *from);
	/* Takes over the stream of a new sender, which holds its datagram. */
	void (*begins)(
	    void *context, struct stream *s, const struct address *from);
	/* A stream was ended for a new one. */
	void (*replaced)(void *context);
	/* senders_prepare() is to be called again. */
	void (*changed)(void *context);
	void *context;
	struct tap *tap;
};

/* The sockets belong to listener_open() or listener_open_unix() with
 * SOCK_DGRAM. Free with senders_free() once all streams are closed. */
struct senders *senders_new(const struct senders_opts *opts);

/* Warns of datagrams that the kernel has dropped. Accepts NULL. */
void senders_free(struct senders *s);

/* Adds what is waited for. Returns when to be served at the latest. */
int64_t senders_prepare(struct senders *s, struct waiting *w);

/* Receives some datagrams. Those that come faster than a stream is read are
 * thrown away, and counted: a warning tells when that stream is closed. Returns
 * 0, or -1 with err filled if a socket cannot be received from. */
int senders_serve(
    struct senders *s, const struct waiting *w, struct error *err);

/* Receives some datagrams of each socket, without an event. Returns how many,
 * or -1 as senders_serve(). */
int senders_receive(struct senders *s, struct error *err);

/* Ends all streams: each is read to its end. */
void senders_end(struct senders *s);

/* How many senders have a stream that was not ended. */
size_t senders_count(const struct senders *s);

#endif
