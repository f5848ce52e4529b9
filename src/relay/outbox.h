/* SPDX-License-Identifier: MIT */
/* Bytes from our input, cut into datagrams and sent. */
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
	struct address to; /* len 0: where the socket is connected to */
	const char *name;  /* of the receiver, for messages */
	struct framing framing;
	const void *single; /* send this one instead of the input, or NULL */
	size_t single_len;
	uint64_t repeats;      /* of the single one, all in all */
	int64_t interval_us;   /* between two datagrams */
	uint64_t rate;         /* bytes a second; 0: no limit */
	bool end_empty;        /* an empty one comes last */
	int64_t error_wait_us; /* how long to wait for errors to come back */
	int64_t timeout_us;
	int64_t deadline; /* when it is over; CLOCK_NEVER: no limit */
};

struct outbox {
	struct pollable pollable;
	struct outbox_opts opts;
	struct datagram_route route;
	struct stream *input;
	struct tap *tap;
	struct bytes buffer; /* read, not sent yet */
	bool input_ended, is_over;
	bool has_more; /* to be sent at once, after the others' turn */
	bool is_full;  /* the socket said "not now" */
	bool told_of_cut;
	bool owes_empty;    /* the last one is still to be sent */
	int64_t next_send;  /* not before; 0: at once */
	int64_t full_since; /* the device has no room; 0: it has */
	struct pace pace;
	int64_t errors_until; /* 0: not waiting for errors yet */
	size_t input_slot, socket_slot;
	uint64_t count, bytes;
	size_t shortest, longest; /* of those that were sent */
	int64_t started;
	struct inbox *answers; /* its time begins when all is sent, and it is
	                          stopped when this fails; or NULL */
	struct error failure;
};

/* The input stays its owner's, and must outlive the outbox. */
void outbox_init(struct outbox *out, const struct outbox_opts *opts,
    struct stream *input, struct tap *tap);
void outbox_free(struct outbox *out);

/* Fills err for the next datagram, of len bytes, with the cause and errno that
 * the call has left. Returns -1. */
int outbox_explain(const struct outbox *out, size_t len,
    const struct error *cause, struct error *err);

/* How far it is, told to people and to observers that look at times. */
void outbox_report(struct pollable *p);
void outbox_sample(struct pollable *p);

/* What was sent in all. */
void outbox_tell_total(const struct outbox *out);

/* How it ended, when the loop is done with it: 0, or -1 with err filled. */
int outbox_result(struct outbox *out, struct error *err);

#endif
