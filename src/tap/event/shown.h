/* SPDX-License-Identifier: MIT */
/* What pair-demo shows: processes that talk, and lessons. */
#ifndef TAP_EVENT_SHOWN_H
#define TAP_EVENT_SHOWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

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
