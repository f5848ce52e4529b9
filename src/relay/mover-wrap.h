/* SPDX-License-Identifier: MIT */
/* What movers share that have another one move: all but how they write. */
#ifndef RELAY_MOVER_WRAP_H
#define RELAY_MOVER_WRAP_H

#include "relay/mover.h"

/* The first member of such a mover. The inner one is its own. */
struct mover_wrap {
	struct mover mover;
	struct mover *inner;
};

/* Members of struct mover_ops: the inner mover does it. */
ssize_t mover_wrap_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err);
void mover_wrap_settle(struct mover *m);
bool mover_wrap_has_room(const struct mover *m);
size_t mover_wrap_held(const struct mover *m);

/* The same for members that not every mover has. Without due the inner one does
 * not wait: 0. Without way it must not be asked. */
int64_t mover_wrap_due(const struct mover *m);
enum tap_way mover_wrap_way(const struct mover *m, uint64_t *spliced);

/* Frees both. */
void mover_wrap_free(struct mover *m);

#endif
