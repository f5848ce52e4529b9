/* SPDX-License-Identifier: MIT */
/* The connections of a capture, and their numbers. */
#include <netinet/in.h>

#include "tap.h"
#include "tap/capture/flows.h"

static uint32_t number_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static struct flow *begin(struct flows *flows, unsigned id)
{
	const struct address a = { .storage.ss_family = AF_INET };
	struct flow *f = flows_begin(flows, id);

	packet_way_init(&f->ways[TAP_IN], true, &a, &a);
	packet_way_init(&f->ways[TAP_OUT], true, &a, &a);
	return f;
}

static void test_numbers(void)
{
	static const char bytes[1000];
	unsigned char head[PACKET_HEADER_MOST];
	struct flows flows = { 0 };
	struct flow *f = begin(&flows, 1);

	f->sequence[TAP_OUT] = f->acknowledged[TAP_OUT] = 0xffffff00;
	f->sequence[TAP_IN] = f->acknowledged[TAP_IN] = 5;
	flows_put(f, TAP_OUT, head, PACKET_SYN, NULL, 0);
	is_int(number_at(head + 24), 0xffffff00, "a SYN has the first number");
	flows_put(f, TAP_OUT, head, PACKET_ACK, bytes, sizeof(bytes));
	is_int(number_at(head + 24), 0xffffff01, "and takes one");
	is_int(flows_unacknowledged(f, TAP_OUT), 1001,
	    "what nobody has acknowledged is counted across 2^32");
	flows_put(f, TAP_IN, head, PACKET_ACK, NULL, 0);
	is_int(number_at(head + 28), 1001 - 0x100, "the other side does so");
	is_int(flows_unacknowledged(f, TAP_OUT), 0, "then nothing is left");
	flows_put(f, TAP_OUT, head, PACKET_FIN | PACKET_ACK, NULL, 0);
	ok(f->has_ended[TAP_OUT] && !f->has_ended[TAP_IN],
	    "a FIN ends one direction");
	flows_put(f, TAP_IN, head, PACKET_RST, NULL, 0);
	ok(f->has_ended[TAP_IN], "so does a reset");
	is_int(flows_unacknowledged(f, TAP_OUT), 1,
	    "which acknowledges nothing without the flag");
	flows_free(&flows);
}

static void test_many(void)
{
	struct flows flows = { 0 };
	struct flow *first = begin(&flows, 1);
	uint32_t in = first->sequence[TAP_IN], out = first->sequence[TAP_OUT];
	struct flow *third = begin(&flows, 1 + 2 * FLOW_SLOTS);

	ok(flows_find(&flows, 1) == first &&
		flows_find(&flows, 1 + 2 * FLOW_SLOTS) == third,
	    "those that share a slot are told apart");
	is_int(
	    flows_find(&flows, 1 + FLOW_SLOTS) == NULL, 1, "and from others");
	struct flow *again = begin(&flows, 1);
	ok(flows_find(&flows, 1) == again, "one takes the place of another");
	ok(again->sequence[TAP_IN] - in > 1000000 &&
		again->sequence[TAP_OUT] - out > 1000000,
	    "and begins far from that, not to be taken for a repetition");
	flows_end(&flows, again);
	ok(!flows_find(&flows, 1), "what has ended is gone");
	ok(flows_find(&flows, 1 + 2 * FLOW_SLOTS) == third, "others are not");
	flows_free(&flows);
}

int main(void)
{
	test_numbers();
	test_many();
	return plan();
}
