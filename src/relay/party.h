/* SPDX-License-Identifier: MIT */
/*
 * One of the two parties that talk over a pair of sockets: it sends messages
 * at a pace, counts what it reads, says when it has finished, and notices when
 * the other one has.
 */
#ifndef RELAY_PARTY_H
#define RELAY_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "tap/tap.h"

enum party_fact {
	PARTY_BEGINS,
	PARTY_SENDS_FIRST,  /* it is about to */
	PARTY_READS_FIRST,  /* it has */
	PARTY_SENT_ALL,     /* the last byte has left */
	PARTY_ENDS_SENDING, /* it is about to tell the other */
	PARTY_HOLDS,        /* it does not tell, and keeps the socket open */
	PARTY_NOTICES_END,  /* of what the other sends */
	PARTY_GIVES_UP,     /* it has waited long enough for that */
	PARTY_CLOSES,       /* it is about to */
};

struct party_counts {
	uint64_t messages_sent, bytes_sent, reads, bytes_read;
};

/* at: by clock_now(). What causes something at the other party is told before
 * it is done, so that the times of both are in the order of the events. */
struct party_news {
	enum party_fact fact;
	int64_t at;
	int64_t quiet_us; /* how long nothing has come or left */
	struct party_counts counts;
};

struct party_opts {
	int fd;         /* connected; party_run() closes it */
	bool datagrams; /* there is no end of stream: an empty one is the end */
	uint64_t count; /* messages to send; 0: it only listens */
	size_t size;    /* of a message, in bytes */
	int64_t interval_us; /* from one message to the next */
	bool holds;          /* no shutdown, nothing else: hold for hold_us */
	int64_t hold_us;     /* or CLOCK_NEVER: until the other closes */
	int64_t patience_us; /* with datagrams: how long silence may last */
	struct tap *tap;
	void (*tell)(void *context, const struct party_news *news);
	void *context;
};

/* Talks until both have finished. Returns 0, or -1 with FAULT_RESET if the
 * other is gone too early, or FAULT_IO. */
int party_run(const struct party_opts *opts, struct error *err);

#endif
