/* SPDX-License-Identifier: MIT */
/*
 * One direction of a conversation: bytes from a source to a sink, in order,
 * and then the end of the stream. OPEN: the source may have more. DRAINING:
 * it has ended, what was read is still to be written. DONE: all is written
 * and the sink knows that no more will come; or the lane was given up.
 */
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
	struct mover *mover;
	struct gate *gate; /* before the sink; NULL: none */
	enum lane_state state;
	bool holds_end; /* do not tell the sink of the end yet */
	uint64_t bytes_read, bytes_written;
	struct lane_watch *watch; /* of observers; NULL: none want the bytes */
};

/* The mover becomes the lane's own. */
void lane_init(struct lane *l, struct stream *source, struct stream *sink,
    struct mover *mover);
void lane_free(struct lane *l);

/* Limits what is written from the first byte on. */
void lane_limit(struct lane *l, const struct gate_opts *limits);

/* Has the observers told of the bytes of a connection, if they want them: of
 * those that come when they are read, and of those that go when they are
 * written. */
void lane_watch(struct lane *l, struct tap *tap,
    const struct tap_connection *connection, enum tap_direction direction);

/* Whether reading makes sense: leave the source out of poll if it does not. */
bool lane_can_read(const struct lane *l);

/* How many bytes were read and are not written yet. */
size_t lane_held(const struct lane *l);

/* Whether the lane has something for the sink: bytes, or the end. */
bool lane_has_more(const struct lane *l);

/* The same, and the sink may have it now. */
bool lane_can_write(const struct lane *l);

/* Until when the gate has held bytes back, or does; 0: it has not. */
int64_t lane_due(const struct lane *l);

/* Whether all is written but the end, which is next. */
bool lane_is_at_end(const struct lane *l);

/* Reads once. Returns how many bytes, 0 if there are none now or the source
 * has ended (then the lane is draining), -1 with err filled. */
ssize_t lane_read(struct lane *l, struct error *err);

/* Writes once, or tells the end. Returns as lane_read(). */
ssize_t lane_write(struct lane *l, struct error *err);

/* No more is read; what was read is still written. */
void lane_end(struct lane *l);

/* Nothing more happens on this lane; what it holds is lost. */
void lane_give_up(struct lane *l);

#endif
