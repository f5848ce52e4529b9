/* SPDX-License-Identifier: MIT */
/* One direction of a conversation: bytes from a source to a sink, in order,
 * and then the end. OPEN: the source may have more. DRAINING: the source has
 * ended, bytes are still to be written. DONE: all is written, and the sink was
 * told the end; or the lane was given up. */
#ifndef RELAY_LANE_H
#define RELAY_LANE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "relay/gate.h"
#include "relay/mover.h"
#include "stream/stream.h"

enum lane_state { LANE_OPEN, LANE_DRAINING, LANE_DONE };

struct lane {
	struct stream *source, *sink;
	struct mover *mover; /* owned */
	struct gate *gate;   /* before the sink; NULL: none */
	enum lane_state state;
	bool holds_end; /* the sink must not be told the end yet */
	bool breaks;    /* nor ever: the source was broken off */
	uint64_t bytes_read, bytes_written, empty_messages;
	uint64_t urgent_at;       /* the number of the last urgent byte; or 0 */
	struct lane_watch *watch; /* NULL: no observer wants the bytes */
};

void lane_init(struct lane *l, struct stream *source, struct stream *sink,
    struct mover *mover);
void lane_free(struct lane *l);

/* Puts a gate before the sink. Called before the first write. */
void lane_limit(struct lane *l, const struct gate_opts *limits);

/* The next byte that is read will be written as urgent data. */
void lane_mark_urgent(struct lane *l);

/* Shows observers that want them the bytes: with TAP_IN when they are read,
 * with TAP_OUT when they are written. */
void lane_watch(struct lane *l, struct tap *tap,
    const struct tap_connection *connection, enum tap_direction direction);

/* Whether the lane can read. If not, do not wait for the source. */
bool lane_can_read(const struct lane *l);
/* How many bytes were read and are not written yet. Whether there are any, or
 * a message that has none. */
size_t lane_held(const struct lane *l);
bool lane_holds(const struct lane *l);

/* Whether bytes or the end are still to be given to it; the same, and the gate
 * does not hold them back. */
bool lane_has_more(const struct lane *l);
bool lane_can_write(const struct lane *l);
/* Until when the gate holds bytes back, or has done so; 0: neither. */
int64_t lane_due(const struct lane *l);

/* Whether only the end is still to be told. */
bool lane_is_at_end(const struct lane *l);
/* Reads once. Returns the number of bytes; 0: none now, or the source has ended
 * (draining then); -1 with err filled. */
ssize_t lane_read(struct lane *l, struct error *err);

/* Writes once, or tells the sink the end. Returns as lane_read() does. */
ssize_t lane_write(struct lane *l, struct error *err);

/* Stops reading. What was read is still written. */
void lane_end(struct lane *l);

/* The source was broken off: the sink is not told an end. What was read is
 * still written, and then the caller gives the lane up. */
void lane_break(struct lane *l);

/* Ends the lane at once. The bytes that it holds are lost. */
void lane_give_up(struct lane *l);

#endif
