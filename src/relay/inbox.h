/* SPDX-License-Identifier: MIT */
/* Datagrams from sockets, filtered, counted, answered, and written out. */
#ifndef RELAY_INBOX_H
#define RELAY_INBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "net/datagram/datagram.h"
#include "relay/answerer.h"
#include "relay/expectation.h"
#include "relay/inbox-opts.h"
#include "relay/loop.h"
#include "relay/record.h"
#include "stream/stream.h"

struct inbox {
	struct pollable pollable;
	struct inbox_opts opts;
	struct stream *output;
	struct tap *tap;
	void (*ended)(void *context); /* by itself; or NULL */
	void *context;
	struct datagram_room *room;
	struct bytes pending; /* formatted, not written yet */
	size_t first_slot, output_slot;
	int64_t started, last_came;
	uint64_t count, bytes, cut;
	uint64_t dropped_before; /* by the kernel */
	struct answerer answerer;
	bool is_met;    /* what was waited for has come */
	bool is_ending; /* there is no more than what is queued */
	bool is_short;  /* not met at the end */
	struct expectation expectation;
	int64_t enough_at; /* CLOCK_NEVER: for_us has not begun */
	struct error failure;
};

/* The output stays its owner's, and must outlive the inbox. */
void inbox_init(struct inbox *in, const struct inbox_opts *opts,
    struct stream *output, struct tap *tap);
void inbox_free(struct inbox *in);

/* From now on the time of for_us runs. */
void inbox_begin_time(struct inbox *in);

/* Nothing more is waited for; what came is still written. */
void inbox_stop(struct inbox *in);

/* Nobody sends any more: what is queued is taken, and has to be enough. */
void inbox_finish(struct inbox *in);

/* Whether going on is pointless, and how many datagrams the kernel dropped. */
bool inbox_has_failed(const struct inbox *in);
uint64_t inbox_dropped(const struct inbox *in);

/* What has come so far, what has come in all, and how it ended, when the loop
 * is done with it: 0, or -1 with err filled. */
void inbox_tell_progress(struct pollable *p);
void inbox_tell_sample(struct pollable *p);
void inbox_tell_total(const struct inbox *in);
int inbox_result(struct inbox *in, struct error *err);

/* Fill err with FAULT_TIMEOUT: nothing has come for the idle timeout; the limit
 * of time is over. */
void inbox_explain_silence(const struct inbox *in, struct error *err);
void inbox_explain_timeout(const struct inbox *in, struct error *err);

#endif
