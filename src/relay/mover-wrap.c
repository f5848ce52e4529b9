/* SPDX-License-Identifier: MIT */
/* What movers share that have another one move. */
#include "relay/mover-wrap.h"

#include <stdlib.h>

static struct mover *inner_of(const struct mover *m)
{
	return ((const struct mover_wrap *)m)->inner;
}

ssize_t mover_wrap_fill(struct mover *m, struct stream *source,
    const void **bytes, struct error *err)
{
	struct mover *inner = inner_of(m);

	return inner->ops->fill(inner, source, bytes, err);
}

void mover_wrap_settle(struct mover *m)
{
	struct mover *inner = inner_of(m);

	inner->ops->settle(inner);
}

bool mover_wrap_has_room(const struct mover *m)
{
	const struct mover *inner = inner_of(m);

	return inner->ops->has_room(inner);
}

size_t mover_wrap_held(const struct mover *m)
{
	const struct mover *inner = inner_of(m);

	return inner->ops->held(inner);
}

int64_t mover_wrap_due(const struct mover *m)
{
	const struct mover *inner = inner_of(m);

	return inner->ops->due ? inner->ops->due(inner) : 0;
}

enum tap_way mover_wrap_way(const struct mover *m, uint64_t *spliced)
{
	const struct mover *inner = inner_of(m);

	return inner->ops->way(inner, spliced);
}

void mover_wrap_free(struct mover *m)
{
	struct mover *inner = inner_of(m);

	inner->ops->free(inner);
	free(m);
}
