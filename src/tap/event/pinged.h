/* SPDX-License-Identifier: MIT */
/* What pings find. */
#ifndef TAP_EVENT_PINGED_H
#define TAP_EVENT_PINGED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"

/* What became of a ping; the order is that of the words for it. */
enum tap_ping_outcome {
	TAP_PING_ANSWERED,
	TAP_PING_REFUSED,   /* by the kernel of the peer */
	TAP_PING_TIMED_OUT, /* no answer in time */
	TAP_PING_FAILED,    /* otherwise */
	TAP_PING_OUTCOMES,  /* how many there are */
};

/* Times that are 0 were not measured, or did not come to their end. */
struct tap_ping {
	const char *target;           /* as its user wrote it */
	const struct address *remote; /* which was asked; NULL: not known */
	uint64_t number;              /* from 1 on, of all targets */
	enum tap_ping_outcome outcome;
	bool was_asked;             /* an answer was waited for */
	bool has_time;              /* it was a round trip, */
	int64_t took_us;            /* which is the sum of the last three: */
	int64_t lookup_us;          /* of the name, which does not count */
	int64_t connect_us, tls_us; /* until then, and the handshake */
	int64_t answer_us;          /* from the question to the answer */
	int64_t limit_us;           /* the most that it might take */
	unsigned rtt_us;            /* as the kernel has measured it */
	const struct error *cause;  /* NULL: it was answered */
};

/* How round trips are distributed; none: count is 0. */
struct tap_times {
	uint64_t count;
	int64_t least_us, median_us, p90_us, p99_us, largest_us;
};

/* What became of the pings of a target. */
struct tap_pinged {
	const char *target;
	uint64_t sent, outcomes[TAP_PING_OUTCOMES];
	bool is_under_way; /* the last of them */
	struct tap_times times, kernel_times;
};

/* Either of them, by the kind of the event. */
union tap_pings {
	const struct tap_ping *one;
	const struct tap_pinged *all;
};

#endif
