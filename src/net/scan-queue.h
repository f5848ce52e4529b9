/* SPDX-License-Identifier: MIT */
/* Queues of seats. A seat is in one of them at a time. */
#ifndef NET_SCAN_QUEUE_H
#define NET_SCAN_QUEUE_H

struct scan_seat;

/* Begin with all zeros. */
struct scan_queue {
	struct scan_seat *first, *last;
};

/* Moves the seat from the queue that it is in, if any, to either end. */
void scan_queue_append(struct scan_queue *q, struct scan_seat *seat);
void scan_queue_prepend(struct scan_queue *q, struct scan_seat *seat);

#endif
