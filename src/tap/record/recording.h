/* SPDX-License-Identifier: MIT */
/* One connection, as the lines of a dialogue. */
#ifndef TAP_RECORD_RECORDING_H
#define TAP_RECORD_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "dialogue/dialogue.h"
#include "tap/event/event.h"

struct recording {
	struct recording *next;   /* that began after this one */
	struct recording *beside; /* in the same slot of an index */
	unsigned id;              /* of the connection */
	bool tells_pauses;
	bool is_dialled;          /* by genet, which is the client then */
	bool carries_messages;    /* such as datagrams */
	bool is_over, is_cut;     /* cut: what came later is not there */
	int64_t began, last_said; /* by clock_now() */
	bool has_spoken;
	enum dialogue_side speaker; /* then: who was the last */
	bool has_ended[2];          /* by side */
	struct bytes spoken;        /* by the speaker: a line without its end */
	struct bytes lines;         /* of the dialogue, not written yet */
};

/* Begins the dialogue of that number. */
struct recording *recording_new(
    const struct tap_event *e, unsigned number, bool tells_pauses);

/* Adds the lines for an event of the connection. */
void recording_take(struct recording *r, const struct tap_event *e);

/* Nothing more comes: adds what was not a whole line, and why the rest is
 * missing; NULL: nothing is. */
void recording_finish(struct recording *r, const char *why);

/* How many bytes of memory it has. */
size_t recording_size(const struct recording *r);

void recording_free(struct recording *r);

#endif
