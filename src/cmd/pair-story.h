/* SPDX-License-Identifier: MIT */
/* The story of two processes that talk over a pair of sockets. */
#ifndef CMD_PAIR_STORY_H
#define CMD_PAIR_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "net/pair.h"

struct pair_story {
	enum pair_kind kind;
	int type;            /* SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET */
	uint64_t count;      /* messages */
	size_t size;         /* of each, in bytes */
	int64_t interval_us; /* between them */
	bool both_ways, no_shutdown;
	bool shows_calls; /* each socket call, on standard error */
};

/* How long --no-shutdown keeps a socket open, and how long a process waits for
 * a datagram that may never come. The one that has sent waits longer, to hear
 * what becomes of the other. */
#define PAIR_STORY_HOLD_US (3 * CLOCK_SECOND)
#define PAIR_STORY_PATIENCE_US (4 * CLOCK_SECOND)

/* Lets it happen, and tells it on standard output. Returns 0 if each side has
 * read what the other has sent, or -1 with FAULT_RESET, or as pair_open(). */
int pair_story_run(const struct pair_story *story, struct error *err);

#endif
