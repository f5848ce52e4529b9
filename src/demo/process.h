/* SPDX-License-Identifier: MIT */
/*
 * One of the two processes of the demo: it sends messages at a pace, counts
 * what it reads, tells the other when it has finished, and notices when the
 * other has. It notes what it does before it is done, and what it notices
 * afterwards, so that the times are in the order of the events.
 */
#ifndef DEMO_PROCESS_H
#define DEMO_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "demo/notes.h"
#include "demo/pair.h"
#include "demo/words.h"
#include "sys/palette.h"

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

/* In memory that the two processes share with the one that has started them. A
 * time that is 0 has not come. What the other process looks at is set before
 * the call by which the other learns of it. */
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
	int64_t ended_at; /* the other was told: by shutdown, or a datagram */
	int64_t closed_at;
	int64_t noticed_at; /* that the other has ended */
	int64_t silence_us; /* after which it has given up */
	struct error failure;
};

/* When the other could learn that it has finished, or 0, and by what: "close",
 * "shutdown" or "empty datagram". */
int64_t process_ended_at(const struct process *p);
const char *process_end(const struct process *p);

/* Talks until both have finished, and closes fd. Returns 0, or -1 with failure
 * set: FAULT_RESET if the other was gone too early, or FAULT_IO. */
int process_run(struct process *p);

#endif
