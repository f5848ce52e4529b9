/* SPDX-License-Identifier: MIT */
/* What is special about an end of a session, and what sessions have in
 * common. */
#ifndef RELAY_POLICY_H
#define RELAY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct goal;
struct pool;
struct stream;
struct tap;

/* The end on this host, and that of the peer. */
enum session_side { NEAR, FAR };

struct session_end {
	struct stream *stream;
	bool is_ours : 1;          /* its failure ends the session at once */
	bool may_be_silent : 1;    /* to end without a byte is no end yet */
	bool ends_last : 1;        /* its end is told after the other's */
	bool stops_with_other : 1; /* says no more once the other has ended */
	bool stops_answered : 1;   /* the same if it was only told so far */
	bool need_not_read : 1;    /* it may leave what it is told */
	bool need_not_end : 1;     /* the session does not wait for its end */
	bool repeats : 1;          /* it says what it is told, nothing else */
	/* The session's own: */
	bool has_ended : 1;    /* it says no more */
	bool tells_urgent : 1; /* observers are told of urgent data */
	int unconfirmed;       /* bytes, when delivery was asked for last */
	unsigned in, out;      /* slots of this turn */
	int64_t told_at; /* when it was told of the other's end; 0: not yet */
};

/* How bytes are moved: by the cheaper way, or as was asked for. */
enum engine { ENGINE_AUTO, ENGINE_COPY, ENGINE_SPLICE };

struct session_rules {
	enum engine engine;
	size_t text_bytes;  /* of a text that is one message; or 0 */
	uint64_t urgent_at; /* which byte for FAR is urgent data, from 1 on; 0:
	                       none */
	int64_t line_interval_us; /* between lines for FAR; 0: none */
	uint64_t rate;            /* bytes a second each way; 0: no limit */
	int64_t idle_timeout_us;  /* CLOCK_NEVER: no limit */
	int64_t linger_us; /* for the end of FAR; CLOCK_NEVER: no limit */
	/* A session over which that time has passed has ended well; otherwise
	 * it has failed. */
	bool idle_ends_well, linger_ends_well;
	int64_t timeout_us; /* --timeout, for messages */
	int64_t deadline;   /* of that; CLOCK_NEVER: no limit */
	int64_t enough_at;  /* the session is done then, with success */
	struct goal *goal;  /* what FAR is to send, or NULL */
	struct pool *pool;  /* of buffers */
	struct tap *tap;
};

#endif
