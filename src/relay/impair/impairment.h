/* SPDX-License-Identifier: MIT */
/* A fault that a relay makes on purpose, as data. In the code it is called an
 * impairment, since an enum fault is a kind of failure (base/fault.h). */
#ifndef RELAY_IMPAIR_IMPAIRMENT_H
#define RELAY_IMPAIR_IMPAIRMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "relay/impair/impair-kind.h"

/* An amount of bytes, or of time in microseconds. */
enum impair_unit { IMPAIR_UNSET, IMPAIR_BYTES, IMPAIR_TIME };

struct impair_extent {
	enum impair_unit unit;
	uint64_t amount;
};

/* Probabilities are in billionths. */
#define IMPAIR_CERTAIN 1000000000U

/* What is not given is 0. */
struct impairment {
	enum impair_kind kind;
	bool is_up, is_down; /* from the client to the target; back */
	int64_t time_us;     /* of a latency, slow-close, late-accept */
	int64_t jitter_us;   /* of a latency: so much more or less */
	int64_t gap_us;      /* between chunks; that a datagram is late */
	uint64_t size;       /* of a rate, chunk, truncate, datagram */
	uint64_t burst;      /* of a rate: bytes that pass at once */
	uint64_t vary;       /* of a chunk: so many bytes more or less */
	uint64_t queue;      /* of a latency: bytes on the way */
	uint64_t length;     /* of what is duplicated or inserted */
	uint64_t one_in;     /* a place in so many bytes */
	unsigned chance;     /* of a datagram */
	bool has_at;
	uint64_t at; /* the offset of the only place */
	char *text;  /* allocated: what is inserted */
	size_t text_len;
	struct impair_extent after, lasts, every; /* when it is in force */
	uint64_t first_conn, last_conn; /* from 1 on; last_conn 0: no end */
	unsigned probability;           /* of a connection */
};

void impairment_free(struct impairment *i);

/* Whether the seed matters for it. */
bool impairment_draws(const struct impairment *i);

#endif
