/* SPDX-License-Identifier: MIT */
/* How good connections to a port are, by what the kernel measures of them
 * (TCP_INFO). */
#ifndef PROBE_LOOK_QUALITY_LOOK_H
#define PROBE_LOOK_QUALITY_LOOK_H

#include <stdbool.h>

#include "probe/look/look.h"
#include "sys/socket/address.h"

#define QUALITY_TRIES 3

struct quality_facts {
	bool was_looked;                   /* all connections were made */
	int64_t connect_us[QUALITY_TRIES]; /* in ascending order */
	unsigned rtt_us;                   /* the least; 0: not known */
	unsigned retransmits;       /* of all, also of the first packet */
	unsigned segment_size, mtu; /* 0: not known */
	/* A request of more than one full packet was sent, and was confirmed or
	 * answered; or neither, as where large packets are lost. */
	bool large_was_tried, large_stalls;
	unsigned large_bytes;
};

struct quality_look_opts {
	struct look_opts look;
	/* The server has answered a request of HTTP: it may be asked another
	 * one, with a header that fills packets. */
	bool may_ask_http;
	const char *host;
	int64_t try_timeout_us;
	int64_t patience_us; /* for the answer to the large request */
};

/* Fills out. Returns 0, or -1 with FAULT_SIGNAL. */
int quality_look(const struct address *target,
    const struct quality_look_opts *opts, struct quality_facts *out,
    struct error *err);

#endif
