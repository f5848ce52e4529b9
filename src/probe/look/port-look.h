/* SPDX-License-Identifier: MIT */
/* Whether one address accepts connections, or answers datagrams: several tries,
 * one after the other. */
#ifndef PROBE_LOOK_PORT_LOOK_H
#define PROBE_LOOK_PORT_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "probe/look/look.h"
#include "sys/socket/address.h"
#include "sys/socket/socket-queue.h"

enum port_result {
	PORT_NOT_TRIED,
	PORT_OPEN, /* connected; of UDP: a datagram has come back */
	PORT_REFUSED,
	PORT_SILENT,      /* no answer in the time of a try */
	PORT_UNREACHABLE, /* the network says so: .error, .complaint */
	PORT_IMPOSSIBLE,  /* a call on this host has failed: .error */
};

struct port_try {
	enum port_result result;
	int error; /* errno; or 0 */
	int64_t took_us;
	/* The message of ICMP that has ended the try; .from.len 0: there was
	 * none, so that the peer or this host has ended it. */
	struct socket_complaint complaint;
};

#define PORT_TRIES 2

struct port_facts {
	struct address target;
	struct port_try tries[PORT_TRIES];
	/* Of a try that has connected: what came after that, without a byte
	 * sent or received. */
	bool ended_at_once, was_reset_at_once;
	int64_t limit_us; /* the time that a try had */
};

struct port_look_opts {
	struct look_opts look;
	int64_t try_timeout_us;
	int64_t settle_us; /* how long a connection is watched for its end */
	int type;          /* SOCK_STREAM, or SOCK_DGRAM, asked by: */
	const void *question;
	size_t question_len;
};

/* Fills out. Returns 0, or -1 with FAULT_SIGNAL. */
int port_look(const struct address *target, const struct port_look_opts *opts,
    struct port_facts *out, struct error *err);

/* The first try with this result; NULL: there is none. */
const struct port_try *port_find(
    const struct port_facts *facts, enum port_result result);

#endif
