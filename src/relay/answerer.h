/* SPDX-License-Identifier: MIT */
/* Answers received datagrams. Guards against loops: the sender of a datagram
 * can be forged, and an answer may be answered in turn. */
#ifndef RELAY_ANSWERER_H
#define RELAY_ANSWERER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "net/datagram/datagram.h"
#include "tap/tap.h"

/* The most answers in a second. */
#define ANSWERER_RATE 10000

struct answerer_opts {
	const void *reply; /* sent to each sender; or NULL */
	size_t reply_len;
	bool echo; /* sends each datagram back to its sender */
};

/* Begin with opts and tap set, and the rest zero. */
struct answerer {
	struct answerer_opts opts;
	struct tap *tap;
	int64_t sent_at[ANSWERER_RATE]; /* a ring of the last; 0: none */
	size_t oldest;                  /* index of the oldest of these */

	/* Numbers of datagrams without an answer: the sender has no address,
	 * the answer could begin a loop, there were too many, the buffer was
	 * full, or sending failed. */
	uint64_t unnamed, refused, limited, busy, failed;
	struct error failure; /* the first of those that failed */
};

/* Answers a datagram that has come to the socket, if opts say so. */
void answerer_take(struct answerer *a, int fd, const struct datagram *d);

/* Warns of datagrams that were not answered. */
void answerer_report(const struct answerer *a);

#endif
