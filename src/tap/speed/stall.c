/* SPDX-License-Identifier: MIT */
/* Why nothing moves: what the kernel says of the connection comes before what
 * genet itself waits for. */
#include "tap/speed/stall.h"

#include <stddef.h>

/* The peer has no room for a segment: its program does not read. A sender waits
 * for that much (RFC 9293, 3.8.6.2.1). */
static bool window_is_shut(const struct tcp_facts *tcp)
{
	return tcp->has_window ? tcp->peer_window < tcp->segment_size
	                       : tcp->probes > 0;
}

/* Why bytes on the way to the peer do not arrive. */
static const char *cause_of_sending(const struct tap_sample *s)
{
	bool is_on_way = s->held_out > 0 || s->unconfirmed > 0;

	if (!is_on_way)
		return NULL;
	if (s->has_tcp && window_is_shut(&s->tcp))
		return s->tcp.peer_window ? "peer window full"
		                          : "peer window 0";
	if (s->has_tcp && s->tcp.timeouts > 0)
		return "no answer";
	return s->held_out > 0 ? "peer not reading" : "not confirmed";
}

const char *stall_cause(const struct tap_sample *s)
{
	const char *sending;

	if (s->is_held_back)
		return "waiting for time";
	if (s->held_in > 0)
		return "output not read";
	sending = cause_of_sending(s);
	if (sending)
		return sending;
	if (s->input_is_open && s->traffic.out >= s->traffic.in)
		return "nothing to send";
	if (s->peer_is_open)
		return "nothing received";
	return s->input_is_open ? "nothing to send" : NULL;
}
