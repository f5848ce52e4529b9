/* SPDX-License-Identifier: MIT */
/* Answers to the datagrams that come, with a guard against endless ones: who
 * sent a datagram can be forged, and the answer to an answer is another one. */
#ifndef RELAY_ANSWERER_H
#define RELAY_ANSWERER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/datagram.h"
#include "tap/tap.h"

/* The most that are sent in a second. */
#define ANSWERER_RATE 10000

struct answerer_opts {
	const void *reply; /* what each sender is answered, or NULL */
	size_t reply_len;
	bool echo; /* each sender gets its own datagram back */
};

/* Begin with opts set, and the rest zero. */
struct answerer {
	struct answerer_opts opts;
	int64_t free_at; /* when the answers so far have used up their time */

	/* Datagrams without an answer: sending it failed, it would have begun
	 * a loop, there were too many. */
	uint64_t failed, refused, limited;
};

/* Answers a datagram that came to the socket, if answers are wanted at all. */
void answerer_take(struct answerer *a, int fd, const struct datagram *d);

/* Warns of those that were not answered. */
void answerer_report(const struct answerer *a, struct tap *tap);

#endif
