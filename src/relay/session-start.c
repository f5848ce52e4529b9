/* SPDX-License-Identifier: MIT */
/* How a session starts: its ends shake hands. */
#include "base/clock.h"
#include "relay/session-private.h"
#include "stream/stream.h"

int64_t session_wish_to_start(struct session *s, struct waiting *w)
{
	for (int side = NEAR; side <= FAR; side++)
		if (s->ends[side].stream->ops->start)
			waiting_add(w, s->ends[side].stream->read_fd,
			    s->ends[side].stream->read_events);
	return s->last_turn ? CLOCK_NEVER : 0;
}

bool session_start(struct session *s)
{
	struct error err = ERROR_NONE;

	for (int side = NEAR; side <= FAR; side++) {
		struct stream *st = s->ends[side].stream;
		int result = st->ops->start ? st->ops->start(st, &err) : 0;
		if (result == STREAM_ERROR)
			session_fail(s, &err);
		if (result != 0)
			return false;
	}
	return true;
}
