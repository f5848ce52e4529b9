/* SPDX-License-Identifier: MIT */
/* Copies of datagrams that wait, first come, first served. */
#ifndef NET_DATAGRAM_DATAGRAM_QUEUE_H
#define NET_DATAGRAM_DATAGRAM_QUEUE_H

#include <stddef.h>

struct queued_datagram {
	struct queued_datagram *next;
	size_t len;
	unsigned char bytes[];
};

/* Begin with all zeros. */
struct datagram_queue {
	struct queued_datagram *first, *last; /* NULL: it is empty */
	size_t memory;                        /* of all that it holds */
};

/* Adds a copy at the end. */
void datagram_queue_add(
    struct datagram_queue *q, const void *bytes, size_t len);

/* How much memory a datagram of so many bytes takes. */
size_t datagram_queue_cost(size_t len);

/* Frees the first one, or all. */
void datagram_queue_drop(struct datagram_queue *q);
void datagram_queue_free(struct datagram_queue *q);

#endif
