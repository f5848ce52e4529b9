/* SPDX-License-Identifier: MIT */
/* Seats: the ports that are asked at the same time. A seat is in one queue at a
 * time. */
#ifndef SCAN_SCAN_SEAT_H
#define SCAN_SCAN_SEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/address.h"

/* A port that is asked, or room to ask the next. */
struct scan_seat {
	int fd;            /* kept for the next port if it can be; -1: none */
	size_t host, port; /* their indexes */
	struct address address;
	int64_t remind_at, ends_at; /* while it waits */
	bool was_asked_again;
	bool is_watched; /* the socket was waited for before */
	struct scan_queue *queue;
	struct scan_seat *before, *behind; /* in the queue */
};

/* Begin with all zeros. */
struct scan_queue {
	struct scan_seat *first, *last;
};

/* Moves the seat from the queue that it is in, if any, to either end. */
void scan_queue_append(struct scan_queue *q, struct scan_seat *seat);
void scan_queue_prepend(struct scan_queue *q, struct scan_seat *seat);

#endif
