/* SPDX-License-Identifier: MIT */
/*
 * Two lanes between a local and a remote stream, and the rules for how a
 * session ends: the table in genet(1), HOW A SESSION ENDS.
 */
#ifndef RELAY_SHUTTLE_H
#define RELAY_SHUTTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "relay/delivery.h"
#include "relay/lane.h"
#include "relay/loop.h"

struct shuttle_opts {
	const char *peer;        /* for messages */
	int conn;                /* number for notices */
	bool is_listener;        /* an empty input is no end of ours */
	bool input_is_terminal;  /* nobody types on once the peer has ended */
	bool local_is_program;   /* it answers when it likes, reads or not */
	bool send_only;          /* done when all is delivered */
	bool recv_only;          /* our end comes after the peer's */
	bool end_with_peer;      /* the peer's end is the end of our input */
	size_t message_bytes;    /* the most of one that we send */
	int64_t idle_timeout_us; /* CLOCK_NEVER: no limit */
	int64_t linger_us;       /* CLOCK_NEVER: no limit */
	int64_t timeout_us;      /* --timeout, for messages */
	int64_t deadline;        /* when it is over; CLOCK_NEVER: no limit */
	int64_t for_us;          /* the session is over then, with success */
	struct goal *goal;       /* what is to be received, or NULL */
};

struct shuttle {
	struct pollable pollable;
	struct shuttle_opts opts;
	struct stream *local, *remote;
	struct lane outbound, inbound; /* local to remote, remote to local */
	struct tap *tap;
	int64_t started, last_move; /* points in time */
	int64_t enough_at;          /* the end of --for */
	int64_t end_told;           /* our end of stream; 0: not yet */
	struct delivery delivery;
	size_t local_in, local_out, remote_any; /* slots of this turn */
	bool peer_has_ended;
	struct error failure; /* FAULT_NONE: all went well */
};

/* Neither stream changes its owner; both must outlive the shuttle. Add
 * shuttle.pollable to a loop to run it. */
void shuttle_init(struct shuttle *s, const struct shuttle_opts *opts,
    struct stream *local, struct stream *remote, struct tap *tap);
void shuttle_free(struct shuttle *s);

/* Whether it ended because the peer is gone, not in good order. */
bool shuttle_found_peer_gone(const struct shuttle *s);

/* Whether the peer, when the session is over, may still send something that
 * would be refused. One that was only to be sent to is left at once, unless
 * it has sent something. */
bool shuttle_leaves_peer(const struct shuttle *s);

/* How the session ended, when the loop is done with it: 0, or -1 with err
 * filled, byte counts included. Tells the observers. */
int shuttle_result(struct shuttle *s, struct error *err);

#endif
