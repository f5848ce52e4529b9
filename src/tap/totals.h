/* SPDX-License-Identifier: MIT */
/* The totals of a run, for observers that report at its end: the times of its
 * steps, what was moved, the last connection, and the result. */
#ifndef TAP_TOTALS_H
#define TAP_TOTALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"
#include "sys/socket/tcp-facts.h"
#include "tap/tap.h"

struct totals {
	int64_t started; /* points of clock_now(); 0: never */
	int64_t resolved, connected, first_byte, ended;
	uint64_t connections, retries;
	uint64_t in, out; /* bytes */
	bool has_unseen;  /* and bytes that genet has not counted */
	uint64_t datagrams_in, datagrams_out, dropped;

	/* Of the last connection. */
	bool has_connection, has_tcp;
	enum tap_transport transport;
	struct address local, remote; /* len 0: not known */
	struct tcp_facts tcp;         /* if has_tcp; as it was at the close */

	int status;
	struct error error; /* FAULT_NONE: all is well */
};

/* Makes one that counts time from now. */
struct totals totals_make(void);

/* Whether events of the kind count; and adds one of them. */
bool totals_want(enum tap_kind kind);
void totals_take(struct totals *t, const struct tap_event *event);

#endif
