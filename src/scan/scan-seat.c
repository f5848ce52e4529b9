/* SPDX-License-Identifier: MIT */
/* Queues of seats. */
#include "scan/scan-seat.h"

static void leave(struct scan_seat *seat)
{
	struct scan_queue *q = seat->queue;

	if (!q)
		return;
	if (seat->before)
		seat->before->behind = seat->behind;
	else
		q->first = seat->behind;
	if (seat->behind)
		seat->behind->before = seat->before;
	else
		q->last = seat->before;
	seat->before = seat->behind = NULL;
}

void scan_queue_append(struct scan_queue *q, struct scan_seat *seat)
{
	leave(seat);
	seat->queue = q;
	seat->before = q->last;
	if (q->last)
		q->last->behind = seat;
	else
		q->first = seat;
	q->last = seat;
}

void scan_queue_prepend(struct scan_queue *q, struct scan_seat *seat)
{
	leave(seat);
	seat->queue = q;
	seat->behind = q->first;
	if (q->first)
		q->first->before = seat;
	else
		q->last = seat;
	q->first = seat;
}
