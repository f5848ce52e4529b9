/* SPDX-License-Identifier: MIT */
/* Answers to the datagrams that come, with a guard against endless ones: who
 * sent a datagram can be forged, and the answer to an answer is another one. */
#ifndef RELAY_ANSWERER_H
#define RELAY_ANSWERER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "net/datagram/datagram.h"
#include "tap/tap.h"

/* The most that are sent in a second. */
#define ANSWERER_RATE 10000

struct answerer_opts {
	const void *reply; /* what each sender is answered, or NULL */
	size_t reply_len;
	bool echo; /* each sender gets its own datagram back */
};

/* Begin with opts and tap set, and the rest zero. */
struct answerer {
	struct answerer_opts opts;
	struct tap *tap;
	int64_t sent_at[ANSWERER_RATE]; /* the last answers, a ring; 0: none */
	size_t oldest;                  /* of these, and the next to be used */

	/* Datagrams without an answer: the sender has no address, the answer
	 * would begin a loop, there were too many, the buffer was full, sending
	 * failed. */
	uint64_t unnamed, refused, limited, busy, failed;
	struct error failure; /* the first of those that failed */
};

/* Answers a datagram that came to the socket, if answers are wanted at all. */
void answerer_take(struct answerer *a, int fd, const struct datagram *d);

/* Warns of those that were not answered. */
void answerer_report(const struct answerer *a);

#endif
