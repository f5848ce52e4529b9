/* SPDX-License-Identifier: MIT */
/* The connections of a capture, with their sequence numbers. */
#ifndef TAP_CAPTURE_FLOWS_H
#define TAP_CAPTURE_FLOWS_H

#include "tap/capture/packet.h"
#include "tap/event/code.h"

#define FLOW_SLOTS 1024

/* By direction: TAP_IN is from the peer. */
struct flow {
	struct flow *next; /* in the same slot */
	unsigned id;
	uint32_t interface;
	struct packet_way ways[2];
	uint32_t sequence[2];     /* of the next byte */
	uint32_t acknowledged[2]; /* by the other side */
	bool has_ended[2];
};

/* Begin with all zeros. */
struct flows {
	struct flow *slots[FLOW_SLOTS];
	uint32_t begun; /* since the start */
};

/* Begins a flow, and ends one of the same id. The flows own it. */
struct flow *flows_begin(struct flows *flows, unsigned id);

/* The flow, or NULL. */
struct flow *flows_find(const struct flows *flows, unsigned id);

void flows_end(struct flows *flows, struct flow *flow);
void flows_free(struct flows *flows);

/* How many bytes in a direction the other side has not acknowledged. */
uint32_t flows_unacknowledged(const struct flow *f, enum tap_direction d);

/* Writes the headers of the next segment in a direction, which acknowledges all
 * that has come in the other one if flags have PACKET_ACK. Returns their
 * length. */
size_t flows_put(struct flow *f, enum tap_direction d,
    unsigned char out[PACKET_HEADER_MOST], unsigned flags, const void *payload,
    size_t len);

#endif
