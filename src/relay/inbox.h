/* SPDX-License-Identifier: MIT */
/* Receives datagrams from sockets and writes them to an output. */
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
	void (*ended)(void *context); /* called when it has ended; or NULL */
	void *context;
	struct datagram_room *room;
	struct bytes pending; /* records to be written */
	int64_t started, last_came;
	uint64_t count, bytes, cut;
	uint64_t dropped_before; /* by the kernel, before the run */
	struct answerer answerer;
	bool is_met;    /* receives no more: all has come, or it has failed */
	bool is_ending; /* only takes what is in the sockets */
	bool is_short;  /* too little had come at the end */
	struct expectation expectation;
	int64_t enough_at; /* the end of for_us; CLOCK_NEVER: not begun */
	struct error failure;
};

/* The output stays the caller's, and must outlive the inbox. */
void inbox_init(struct inbox *in, const struct inbox_opts *opts,
    struct stream *output, struct tap *tap);
void inbox_free(struct inbox *in);

/* Starts the time of for_us. */
void inbox_begin_time(struct inbox *in);

/* Stops receiving. What has come is still written. */
void inbox_stop(struct inbox *in);

/* Takes what is in the sockets, which has to be enough, and ends. */
void inbox_finish(struct inbox *in);

/* Whether it has failed; how many datagrams the kernel has dropped. */
bool inbox_has_failed(const struct inbox *in);
uint64_t inbox_dropped(const struct inbox *in);

/* Tell the progress, to people and to observers that tick, and the total.
 * inbox_result(), once the loop has ended, returns 0, or -1 with err filled. */
void inbox_tell_progress(struct pollable *p);
void inbox_tell_sample(struct pollable *p);
void inbox_tell_total(const struct inbox *in);
int inbox_result(struct inbox *in, struct error *err);

/* Fill err with FAULT_TIMEOUT: no datagram has come for the idle timeout; the
 * deadline has passed. */
void inbox_explain_silence(const struct inbox *in, struct error *err);
void inbox_explain_timeout(const struct inbox *in, struct error *err);

#endif
