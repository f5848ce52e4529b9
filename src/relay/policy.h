/* SPDX-License-Identifier: MIT */
/* The policy of an end of a session, and the rules that sessions share. */
#ifndef RELAY_POLICY_H
#define RELAY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct goal;
struct impair_set;
struct pool;
struct stream;
struct tap;

/* NEAR is the end on this host, FAR the end of the peer. */
enum session_side { NEAR, FAR };

struct session_end {
	struct stream *stream;
	bool is_ours : 1; /* its failure ends the session at once */
	/* If it ends without having sent a byte, the other end is not told
	 * until that has ended as well. */
	bool may_be_silent : 1;
	bool ends_last : 1; /* the same, whatever it has sent */
	/* It is not read any more once the other end has ended; or then if it
	 * has only received so far. */
	bool stops_with_other : 1, stops_answered : 1;
	bool need_not_read : 1; /* that it stops reading is no failure */
	bool need_not_end : 1;  /* the session does not wait for its end */
	bool repeats : 1;       /* it sends back what it receives (an echo) */
	/* Set by the session: */
	bool has_ended : 1;    /* it sends no more */
	bool tells_urgent : 1; /* its urgent data is waited for */
	bool reads_urgent : 1; /* and read in line */
	bool has_hung_up : 1;  /* its socket has, which is known */
	int unconfirmed;       /* bytes, when delivery was last asked for */
	unsigned in, out;      /* slots of this turn */
	int64_t told_at; /* when it was told of the other's end; 0: not yet */
};

/* How bytes are moved; ENGINE_AUTO: in the cheaper way. */
enum engine { ENGINE_AUTO, ENGINE_COPY, ENGINE_SPLICE };

struct session_rules {
	enum engine engine;
	bool is_wire;      /* no end is on this host: see session-wire.c */
	size_t text_bytes; /* of a text that is sent as one message; or 0 */
	/* The number of the byte for FAR that is urgent, from 1 on; 0: none. */
	uint64_t urgent_at;
	int64_t line_interval_us; /* between lines for FAR; 0: none */
	uint64_t rate;            /* bytes a second each way; 0: no limit */
	int64_t idle_timeout_us;  /* CLOCK_NEVER: no limit */
	/* How long a conversation by datagrams may be silent: then it has
	 * ended, well. That is one with FAR, or with NEAR after the end of FAR.
	 * 0: no limit. */
	int64_t rest_us;
	/* How long FAR may go on after the end of NEAR; CLOCK_NEVER: no limit.
	 */
	int64_t linger_us;
	/* When that limit has passed the session ends with success, not with a
	 * timeout. */
	bool idle_ends_well, linger_ends_well;
	int64_t timeout_us; /* of the run; for messages */
	int64_t deadline;   /* the end of that time; CLOCK_NEVER: no limit */
	int64_t enough_at;  /* then the session ends with success */
	struct goal *goal;  /* what FAR has to send; NULL: anything */
	struct pool *pool;  /* of buffers and pipes */
	struct impair_set *faults; /* that are made on purpose; or NULL */
	struct tap *tap;
};

#endif
