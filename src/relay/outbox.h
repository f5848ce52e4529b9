/* SPDX-License-Identifier: MIT */
/* Cuts an input into datagrams and sends them. */
#ifndef RELAY_OUTBOX_H
#define RELAY_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/pace.h"
#include "net/datagram/datagram-row.h"
#include "relay/framing.h"
#include "relay/inbox.h"
#include "relay/loop.h"
#include "stream/stream.h"

struct outbox_opts {
	int fd;
	struct address to; /* len 0: the socket is connected */
	const char *name;  /* of the receiver, for messages */
	struct framing framing;
	const void *single; /* a datagram instead of the input; or NULL */
	size_t single_len;
	uint64_t repeats;      /* how many times single is sent */
	int64_t interval_us;   /* the pause between two datagrams */
	uint64_t rate;         /* bytes a second; 0: no limit */
	bool end_empty;        /* sends an empty datagram at the end */
	int64_t error_wait_us; /* how long to wait for errors at the end */
	int64_t timeout_us;
	int64_t deadline; /* the end of timeout_us; CLOCK_NEVER: no limit */
};

struct outbox {
	struct pollable pollable;
	struct outbox_opts opts;
	struct datagram_route route;
	struct stream *input;
	struct tap *tap;
	struct bytes buffer; /* bytes to be sent */
	bool input_ended, is_over;
	bool has_more; /* can send at once, after other members' turn */
	bool is_full;  /* the socket has no room */
	bool told_of_cut;
	bool owes_empty;    /* end_empty is still to be done */
	int64_t next_send;  /* sends nothing before; 0: at once */
	int64_t full_since; /* the device has no room; 0: it has room */
	struct pace pace;
	int64_t errors_until; /* waits for errors; 0: not yet */
	size_t input_slot, socket_slot;
	uint64_t count, bytes;
	size_t shortest, longest; /* of the datagrams sent */
	int64_t started;
	/* Its for_us begins when all is sent. A failure stops it. Or NULL. */
	struct inbox *answers;
	struct error failure;
};

/* The input stays the caller's, and must outlive the outbox. */
void outbox_init(struct outbox *out, const struct outbox_opts *opts,
    struct stream *input, struct tap *tap);
void outbox_free(struct outbox *out);

/* Explains why the next datagram, of len bytes, cannot be sent, by the cause
 * and errno of the call. Returns -1 with err filled. */
int outbox_explain(const struct outbox *out, size_t len,
    const struct error *cause, struct error *err);

/* Tell the progress: to people; to observers that tick. */
void outbox_report(struct pollable *p);
void outbox_sample(struct pollable *p);

/* Tells observers the total. */
void outbox_tell_total(const struct outbox *out);

/* Called when the loop has ended. Returns 0, or -1 with err filled. */
int outbox_result(struct outbox *out, struct error *err);

#endif
