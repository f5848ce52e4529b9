/* SPDX-License-Identifier: MIT */
/* What moves, what has moved, and how far that is. */
#ifndef TAP_EVENT_TRAFFIC_H
#define TAP_EVENT_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/socket/tcp-facts.h"
#include "tap/event/code.h"

/* What has come and was sent, in bytes, and since when. */
struct tap_traffic {
	uint64_t in, out;
	int64_t took_us;
};

/* Clients of a server. */
struct tap_clients {
	size_t now;
	uint64_t in_all;
};

/* Bytes that move. */
struct tap_data {
	enum tap_direction direction;
	const void *bytes;
	size_t len;
	uint64_t offset; /* of the first, in its direction */
};

/* A byte of urgent data, from the peer. */
struct tap_urgent {
	unsigned char byte;
	bool has_offset;
	uint64_t offset; /* of bytes from the peer, without the urgent ones */
};

/* The first bytes of a peer, which stay in the kernel. */
struct tap_peeked {
	const void *bytes;
	size_t len, wanted;
	enum tap_peek_end why; /* peeking has ended */
};

/* Of one direction. */
struct tap_moved {
	enum tap_way way;
	uint64_t spliced, copied; /* bytes */
};

struct tap_datagrams {
	enum tap_direction direction;
	bool are_answers;
	uint64_t count, bytes;
	uint64_t wanted;  /* count; 0: any */
	uint64_t dropped; /* by the kernel */
	bool or_more;     /* datagrams may have been joined, and each row that
	                     was dropped counts as one */
	size_t shortest, longest;
	int64_t took_us;
};

/* How far a conversation is, or what sends or receives datagrams; and what it
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
