/* SPDX-License-Identifier: MIT */
/* How far something is that moves bytes. */
#ifndef TAP_SAMPLE_H
#define TAP_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/tcp-facts.h"
#include "tap/facts.h"

/* How far a conversation is, or what sends or receives datagrams, and what it
 * waits for. */
struct tap_sample {
	struct tap_traffic traffic;
	uint64_t datagrams;       /* of those that have no conversation */
	bool has_datagrams;       /* it is about such */
	bool input_is_open;       /* there may be more to send */
	bool peer_is_open;        /* more may come */
	bool is_held_back;        /* genet waits for time to pass */
	size_t held_in, held_out; /* read, and not written yet */
	uint64_t unconfirmed;     /* by the peer's kernel; if has_tcp */
	bool has_tcp;
	struct tcp_facts tcp; /* if has_tcp */
};

#endif
