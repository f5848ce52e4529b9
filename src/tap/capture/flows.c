/* SPDX-License-Identifier: MIT */
/* The connections of a capture, with their sequence numbers. */
#include "tap/capture/flows.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* Knuth's multiplier, which spreads numbers. Without that, a connection with
 * the ports of one before it would look like retransmissions of that. */
#define SPREAD 2654435761U

static struct flow **slot_of(struct flows *flows, unsigned id)
{
	return &flows->slots[id % FLOW_SLOTS];
}

struct flow *flows_find(const struct flows *flows, unsigned id)
{
	struct flow *f = flows->slots[id % FLOW_SLOTS];

	while (f && f->id != id)
		f = f->next;
	return f;
}

struct flow *flows_begin(struct flows *flows, unsigned id)
{
	struct flow **slot = slot_of(flows, id), *f;

	flows_end(flows, flows_find(flows, id));
	f = xcalloc(1, sizeof(*f));
	f->id = id;
	f->next = *slot;
	*slot = f;
	flows->begun++;
	f->sequence[TAP_IN] = f->acknowledged[TAP_IN] = flows->begun * SPREAD;
	f->sequence[TAP_OUT] = f->acknowledged[TAP_OUT] =
	    ~flows->begun * SPREAD;
	return f;
}

void flows_end(struct flows *flows, struct flow *flow)
{
	struct flow **at = flow ? slot_of(flows, flow->id) : NULL;

	if (!flow)
		return;
	while (*at != flow)
		at = &(*at)->next;
	*at = flow->next;
	free(flow);
}

void flows_free(struct flows *flows)
{
	for (size_t i = 0; i < FLOW_SLOTS; i++)
		/* lint-deep: flows_end() takes the flow out of its slot */
		while (flows->slots[i])
			flows_end(flows, flows->slots[i]);
}

uint32_t flows_unacknowledged(const struct flow *f, enum tap_direction d)
{
	return f->sequence[d] - f->acknowledged[d];
}

/* SYN and FIN have a number of their own (RFC 9293, section 3.4). */
size_t flows_put(struct flow *f, enum tap_direction d,
    unsigned char out[PACKET_HEADER_MOST], unsigned flags, const void *payload,
    size_t len)
{
	struct packet_segment s = {
		.sequence = f->sequence[d],
		.acknowledged = f->sequence[!d],
		.flags = flags,
		.payload = payload,
		.len = len,
	};

	f->sequence[d] += (uint32_t)len;
	f->sequence[d] += (flags & (PACKET_SYN | PACKET_FIN)) != 0;
	f->has_ended[d] |= (flags & (PACKET_FIN | PACKET_RST)) != 0;
	if (flags & PACKET_ACK)
		f->acknowledged[!d] = f->sequence[!d];
	return packet_put_segment(&f->ways[d], out, &s);
}
