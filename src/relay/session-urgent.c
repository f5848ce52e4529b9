/* SPDX-License-Identifier: MIT */
/* Telling observers of urgent data: the bytes that pass do not have it. */
#include <poll.h>

#include "relay/session-private.h"
#include "stream/urgent.h"

bool session_wants_urgent(const struct session *s)
{
	const struct tap_connection *c = s->connection;

	return c && c->transport == TAP_TCP && s->ends[FAR].stream->ops->urge &&
	       tap_wants(s->rules->tap, TAP_URGENT);
}

void session_take_urgent(struct session *s, const struct waiting *w)
{
	struct session_end *far = &s->ends[FAR];
	struct urgent urgent;

	if (!far->tells_urgent || !(waiting_result(w, far->in) & POLLPRI))
		return;
	int result = urgent_take(far->stream->read_fd, &urgent, s->rules->tap);
	if (result < 0)
		far->tells_urgent = false;
	if (result <= 0)
		return;
	/* What a layer has read ahead is in neither count. */
	bool is_known = urgent.has_before && !stream_is_pending(far->stream);
	session_tell(s, (struct tap_event){
			    .kind = TAP_URGENT,
			    .urgent = {
				.byte = urgent.byte,
				.has_offset = is_known,
				.offset = s->lanes[FAR].bytes_read +
				          urgent.before,
			    },
			});
}
