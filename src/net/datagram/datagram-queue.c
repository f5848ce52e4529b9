/* SPDX-License-Identifier: MIT */
/* Copies of datagrams that wait, first come, first served. */
#include "net/datagram/datagram-queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

size_t datagram_queue_cost(size_t len)
{
	return sizeof(struct queued_datagram) + len;
}

void datagram_queue_add(struct datagram_queue *q, const void *bytes, size_t len)
{
	struct queued_datagram *d = xmalloc(datagram_queue_cost(len));

	*d = (struct queued_datagram){ .len = len };
	if (len > 0)
		memcpy(d->bytes, bytes, len);
	if (q->last)
		q->last->next = d;
	else
		q->first = d;
	q->last = d;
	q->memory += datagram_queue_cost(len);
}

void datagram_queue_drop(struct datagram_queue *q)
{
	struct queued_datagram *d = q->first;

	q->memory -= datagram_queue_cost(d->len);
	q->first = d->next;
	if (!q->first)
		q->last = NULL;
	free(d);
}

void datagram_queue_free(struct datagram_queue *q)
{
	while (q->first)
		datagram_queue_drop(q);
}
