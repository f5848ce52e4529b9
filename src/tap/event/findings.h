/* SPDX-License-Identifier: MIT */
/* What the commands that report find. */
#ifndef TAP_EVENT_FINDINGS_H
#define TAP_EVENT_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sys/socket/address.h"

struct tap_resolved {
	const struct address_list *addresses;
	int64_t took_us;
	const char *name, *canonical; /* or NULL */
};

/* Of an address that is waited for. */
struct tap_probe {
	const char *target; /* as its user wrote it */
	const char *what;   /* its state, in words */
	bool is_settled;    /* that is the state waited for */
	int64_t took_us;    /* since the beginning */
};

/* One of the addresses of a name, in the order of trying. */
struct tap_address {
	unsigned number; /* from 1 on */
	const struct address *remote;
	bool was_tried;
	const struct error *cause; /* why that failed; or NULL */
	int64_t took_us;
};

struct tap_port {
	const struct address *host;
	unsigned number;
	const char *state;   /* a word */
	const char *service; /* by services(5); or NULL */
};

/* How many ports of an address are in which state. */
struct tap_scanned {
	const struct address *host;
	const char *text; /* the same in words */
	uint64_t open, closed, silent, unreachable, unknown;
	int64_t took_us;
};

/* What a process of the demo does. */
struct tap_story {
	const char *who, *text;
};

/* What a process of the demo has done, all in all. */
struct tap_process {
	const char *who;
	uint64_t sent, out; /* messages, bytes */
	uint64_t reads, in; /* calls that returned bytes */
};

/* A call of a lesson, by one of its parties. */
struct tap_step {
	const char *lesson, *party, *call;
	pid_t process;
	long result;
	int sysno;         /* of a result below 0 */
	int killed_by;     /* the signal that has ended the party; or 0 */
	unsigned times;    /* how often the call was made */
	bool is_as_wanted; /* it did what the lesson says */
};

/* A lesson is over. */
struct tap_lesson {
	const char *name, *question, *conclusion;
	int deviations; /* calls that did something else */
};

#endif
