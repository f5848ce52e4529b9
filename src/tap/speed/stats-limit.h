/* SPDX-License-Identifier: MIT */
/* What limited the speed of a connection. */
#ifndef TAP_SPEED_STATS_LIMIT_H
#define TAP_SPEED_STATS_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/socket/tcp-facts.h"

#define STATS_LIMIT_SIZE 160

/* What is known when the connection has ended. */
struct stats_conversation {
	int64_t took_us;
	int64_t input_took_us; /* until the end of the input; -1: it has none */
	uint64_t in, out;      /* bytes */
	uint64_t unconfirmed;
	unsigned looks;   /* samples */
	unsigned waiting; /* of them: received bytes waited for the output */
	unsigned paused;  /* of them: genet waited, as pace asks for */
	const char *pace; /* the option that slows genet down; NULL: none */
};

/* Says what limited the direction in which more has moved: an option of genet,
 * the sender (it had nothing to send), the network, the receiver (it did not
 * read), or the send buffer. The kernel of a receiver does not tell a slow
 * sender from a slow network. Returns text. */
char *stats_limit(char text[STATS_LIMIT_SIZE],
    const struct stats_conversation *c, const struct tcp_facts *tcp);

#endif
