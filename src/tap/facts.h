/* SPDX-License-Identifier: MIT */
/* What several kinds of events say, or what takes many members. */
#ifndef TAP_FACTS_H
#define TAP_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/address.h"
#include "sys/tcp-facts.h"
#include "tap/code.h"

/* What has come and was sent, in bytes, and since when. */
struct tap_traffic {
	uint64_t in, out;
	int64_t took_us;
};

/* Of one direction. */
struct tap_moved {
	enum tap_way way;
	uint64_t spliced, copied; /* bytes */
};

struct tap_closed {
	enum tap_outcome outcome;
	bool is_counted; /* genet has seen the bytes */
	bool has_tcp;
	int status;
	struct tap_traffic traffic;
	struct tcp_facts tcp; /* if has_tcp */
	const struct error *cause;
};

struct tap_attempt {
	unsigned number;   /* from 1 on */
	bool is_impatient; /* the one before has no answer yet */
	const struct address *remote;
	const struct error *cause;
	int64_t took_us;
};

struct tap_datagrams {
	enum tap_direction direction;
	bool are_answers;
	uint64_t count, bytes;
	uint64_t wanted;  /* count; 0: any */
	uint64_t dropped; /* by the kernel */
	size_t shortest, longest;
	int64_t took_us;
};

/* A socket call as one would write it, and what it was for, or NULL. */
struct tap_call {
	const char *text, *why;
	long result;
	int sysno; /* of a result below 0 */
};

#endif
