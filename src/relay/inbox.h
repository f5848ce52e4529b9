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
#include "relay/loop.h"
#include "relay/record.h"
#include "stream/stream.h"

struct inbox_opts {
	const int *fds;
	size_t fd_count;
	bool are_answers;
	const char *name; /* of the sender; NULL: anybody */
	size_t room;      /* bytes of the longest datagram */
	enum record_format format;
	uint64_t max_count, max_bytes; /* end after so many; 0: no limit */
	const char *until;  /* end after one that holds this; NULL: none */
	bool end_empty;     /* end after an empty one */
	bool needs_one;     /* none at all is too few */
	const char *expect; /* one of them must hold this; NULL: nothing */
	size_t until_len, expect_len;
	const struct address_list *from; /* take these senders only, or NULL */
	struct answerer_opts answers;
	int64_t for_us, idle_timeout_us, timeout_us; /* or CLOCK_NEVER */
	int64_t deadline; /* when it is over; CLOCK_NEVER: no limit */
};

struct inbox {
	struct pollable pollable;
	struct inbox_opts opts;
	struct stream *output;
	struct tap *tap;
	void (*ended)(void *context), *context; /* by itself; or NULL */
	struct datagram_room *room;
	struct bytes pending; /* formatted, not written yet */
	size_t first_slot, output_slot;
	int64_t started, last_came;
	uint64_t count, bytes, cut;
	struct answerer answerer;
	bool tells_each, is_met; /* observers want datagrams; all has come */
	bool is_ending;          /* there is no more than what is queued */
	bool is_short, is_stuck; /* unmet at the end; output not read */
	bool is_idle;            /* the time that is up is the idle timeout */
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

/* Nothing more is waited for: what came is still written; or, since nobody
 * sends any more, what is queued is taken as well, and has to be enough. */
void inbox_stop(struct inbox *in);
void inbox_finish(struct inbox *in);

/* Whether going on is pointless, and how many datagrams the kernel dropped. */
bool inbox_has_failed(const struct inbox *in);
uint64_t inbox_dropped(const struct inbox *in);

/* What has come so far, what has come in all, and how it ended, when the loop
 * is done with it: 0, or -1 with err filled. */
void inbox_tell_progress(struct pollable *p);
void inbox_tell_total(const struct inbox *in);
int inbox_result(struct inbox *in, struct error *err);

#endif
