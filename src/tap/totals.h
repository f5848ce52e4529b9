/* SPDX-License-Identifier: MIT */
/* What a run was like as a whole: when its steps were, how much was moved, with
 * whom, and what has come of it. For observers that tell of it at the end. */
#ifndef TAP_TOTALS_H
#define TAP_TOTALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/address.h"
#include "sys/tcp-facts.h"
#include "tap/tap.h"

struct totals {
	int64_t started; /* points of clock_now(); 0: that was not */
	int64_t resolved, connected, first_byte, ended;
	uint64_t connections, retries;
	uint64_t in, out; /* bytes */
	bool has_unseen;  /* more bytes, which genet has not seen */
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

/* Whether events of the kind say something of that, and takes one of them. */
bool totals_want(enum tap_kind kind);
void totals_take(struct totals *t, const struct tap_event *event);

#endif
