/* SPDX-License-Identifier: MIT */
/*
 * One of the two processes of the demo: it sends messages at a pace, counts
 * what it reads, announces its end, and notices the end of the other. It notes
 * an action before it takes it, and an observation afterwards, so that the
 * times are in the order of the events.
 */
#ifndef DEMO_PROCESS_H
#define DEMO_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "demo/notes.h"
#include "demo/pair.h"
#include "sys/output/palette.h"

/* What the two processes are to do. */
struct demo_opts {
	struct pair_opts pair; /* its tap is told what is printed */
	bool is_silent;        /* nothing is printed */
	uint64_t count;        /* messages */
	size_t size;           /* of each, in bytes */
	int64_t interval_us;   /* between them */
	bool both_ways, no_shutdown;
	bool shows_calls;        /* each socket call, on standard error */
	enum palette_when color; /* of these */
};

/* In memory that the two processes share with genet. A time of 0 means: not
 * yet. A member that the other process reads is set before the call that
 * informs the other. */
struct process {
	const struct demo_opts *opts;
	const struct process *other;
	const char *name;    /* "the reader", or "A" */
	struct notes *notes; /* with the name "reader", or "A" */
	struct tap *tap;     /* or NULL */
	uint64_t count;      /* messages to send; 0: it only reads */
	bool is_first;       /* of the two, the one that connected */
	int fd;              /* its end of the pair */

	/* What it has done. */
	uint64_t messages_sent, bytes_sent, reads, bytes_read;
	int64_t first_sent_at, last_sent_at;
	int64_t ended_at; /* announced by shutdown, or by a datagram */
	int64_t closed_at;
	int64_t noticed_at; /* the end of the other */
	int64_t silence_us; /* after this time it gave up */
	struct error failure;
};

/* When the process announced its end, or 0, and by what: "close", "shutdown" or
 * "empty datagram". */
int64_t process_ended_at(const struct process *p);
const char *process_end(const struct process *p);

/* Talks until both have finished, and closes fd. Returns 0, or -1 with failure
 * set: FAULT_RESET if the other was gone too early, or FAULT_IO. */
int process_run(struct process *p);

#endif
