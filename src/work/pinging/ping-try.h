/* SPDX-License-Identifier: MIT */
/* One ping: a connection, or a question and its answer, whose times are
 * measured. */
#ifndef WORK_PINGING_PING_TRY_H
#define WORK_PINGING_PING_TRY_H

#include "probe/exchange.h"
#include "work/ends/reach.h"

struct ping_try_opts {
	struct reach *reach;
	const struct exchange_opts
	    *question;    /* NULL: the connection suffices */
	int64_t limit_us; /* for all of it */
	int64_t deadline; /* of the run */

	/* Waits, as waiting_until(). */
	int (*wait)(void *context, struct waiting *w, int64_t latest,
	    struct error *err);
	void *context;
};

/* What a ping has found. The caller sets target and number of told. */
struct ping_finding {
	struct tap_ping told;
	struct address remote; /* told points to these */
	struct error cause;
};

enum ping_state {
	PING_CALLED_OFF = -1, /* by the wait, with err filled */
	PING_CUT_OFF,         /* the time of the run was over */
	PING_DONE,            /* the finding is filled */
};

/* Pings once, and closes the connection: by a reset if nothing was sent over
 * it, and in order otherwise. */
enum ping_state ping_try(const struct ping_try_opts *opts,
    struct ping_finding *out, struct error *err);

#endif
