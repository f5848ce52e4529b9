/* SPDX-License-Identifier: MIT */
/* Two streams for tests, joined in memory: what one is told the other says,
 * in short pieces and with many a "not now". */
#ifndef UNIT_WIRE_H
#define UNIT_WIRE_H

#include "base/bytes.h"
#include "stream/stream.h"

struct wire_end {
	struct stream stream;
	struct wire_end *other;
	struct bytes arrived; /* to be read here */
	size_t piece;         /* the most that a call moves */
	unsigned reluctance;  /* so many calls of each kind say "not now" */
	unsigned refused[2];  /* reads, writes, since one was taken */
	size_t room;          /* of the other end; then it takes no more */
	bool has_ended;       /* its sending side */
	bool is_lost;         /* calls fail */
	bool is_closed;
};

/* Takes all, in pieces of any length. */
void wire_init(struct wire_end *a, struct wire_end *b);
void wire_free(struct wire_end *a, struct wire_end *b);

#endif
