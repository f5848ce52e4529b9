/* SPDX-License-Identifier: MIT */
/* What an end says that judges the conversation, such as a dialogue. */
#ifndef STREAM_VERDICT_H
#define STREAM_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/* The end sets wants_reset and is_done, and wakes the session then. Why the
 * conversation is not as it should be, check() of the end says. */
struct stream_verdict {
	bool is_done;     /* what the other end still does has no meaning */
	bool wants_reset; /* of the other end, once that has all */
	/* Set by the session before it calls finish(): the other end was reset,
	 * and has not ended in order. */
	bool was_reset;
	/* How long the other end may take nothing of what it is sent; or
	 * CLOCK_NEVER. Then the session sets is_unread before check(). */
	int64_t patience_us;
	bool is_unread;
	/* Kept by the session: whether bytes wait for the other end, how many
	 * it has taken, and since when no more. */
	bool waits_to_write;
	uint64_t taken;
	int64_t taken_at;
};

#endif
