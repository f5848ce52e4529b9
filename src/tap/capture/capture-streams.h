/* SPDX-License-Identifier: MIT */
/* The connections of a capture, as segments of TCP. */
#ifndef TAP_CAPTURE_CAPTURE_STREAMS_H
#define TAP_CAPTURE_CAPTURE_STREAMS_H

#include "tap/capture/capture-file.h"
#include "tap/capture/flows.h"
#include "tap/event/event.h"

/* Begin with the file set, and the rest zero. */
struct capture_streams {
	struct capture_file *file;
	struct flows flows;
	char *looked_up; /* the name that was dialled; or NULL */
};

void capture_streams_free(struct capture_streams *s);

/* Notes the name by which the next connection is dialled. */
void capture_streams_note_name(struct capture_streams *s, const char *name);

/* Adds the packets of an event of a connection. */
void capture_streams_take(struct capture_streams *s, const struct tap_event *e);

#endif
