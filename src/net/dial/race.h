/* SPDX-License-Identifier: MIT */
/* Connecting to the first of several addresses that answers (RFC 8305). */
#ifndef NET_DIAL_RACE_H
#define NET_DIAL_RACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "net/sockopts.h"
#include "sys/socket/address.h"
#include "sys/socket/socket-queue.h"
#include "sys/waiting.h"
#include "tap/tap.h"

struct race_opts {
	const struct address_list *addresses; /* in the order to try them */
	const struct address_list *sources; /* local ends by family, or NULL */
	const struct sockopts *sockopts;
	int64_t deadline; /* a point of clock_now(), or CLOCK_NEVER */
	int64_t limit_us; /* how long that was from the beginning */
	struct tap *tap;
	bool wants_complaints; /* of ICMP, in the attempts */
};

/* What became of one address. */
struct attempt {
	const struct address *remote;
	int fd;         /* while it is under way, or the winner's; else -1 */
	bool was_reset; /* by the peer, just after the handshake */
	/* From right before connect(2) to its answer; started is 0: not tried.
	 */
	int64_t started, duration_us;
	struct error cause; /* FAULT_NONE while it has not failed */
	/* Why it has failed, if ICMP says so and that is wanted */
	struct socket_complaint complaint;
};

/*
 * Fills attempts, one for each address. Returns the index of the first that
 * connected, whose descriptor the caller then owns; or -1, with the cause of
 * each attempt, or with err filled, FAULT_SIGNAL or FAULT_UNSUPPORTED, if the
 * race was called off. All other descriptors are closed.
 */
int race_run(
    const struct race_opts *opts, struct attempt *attempts, struct error *err);

/* The same in steps. What the options point to must live until the end. */
struct race;
struct race *race_begin(const struct race_opts *opts, struct attempt *attempts);

/* Adds what is waited for. Returns when to call race_service() at the latest.
 */
int64_t race_prepare(struct race *r, struct waiting *w);

enum race_state {
	RACE_GOES_ON,
	RACE_WON,
	RACE_LOST,
	RACE_CALLED_OFF, /* with err filled */
};

/* Does what can be done now. Called first before any wait. */
enum race_state race_service(
    struct race *r, const struct waiting *w, struct error *err);

/* Ends the race, in any state. Returns as race_run() does. */
int race_end(struct race *r);

#endif
