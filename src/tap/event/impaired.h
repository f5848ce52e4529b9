/* SPDX-License-Identifier: MIT */
/* What events say of faults that are made on purpose. */
#ifndef TAP_EVENT_IMPAIRED_H
#define TAP_EVENT_IMPAIRED_H

#include <stddef.h>
#include <stdint.h>

/* Where a fault acts: on the way from the client to the target, on the way
 * back, or on a client that is being accepted. */
enum tap_course { TAP_UP, TAP_DOWN, TAP_AT_DOOR };

struct tap_fault {
	const char *what; /* its kind, as users write it */
	const char *name; /* of this one */
	uint64_t conn;    /* the number of the connection, from 1 on */
	uint64_t offset;  /* of the first byte concerned */
	size_t bytes;     /* that it changes, adds or takes; 0: none */
	enum tap_course course;
};

#endif
