/* SPDX-License-Identifier: MIT */
/* The lanes of a session: how they move bytes. */
#include "relay/mover.h"
#include "relay/session-private.h"
#include "stream/datagram.h"
#include "stream/stream.h"
#include "sys/pages.h"

static struct goal *goal_of(const struct session *s, enum session_side source)
{
	return source == FAR ? s->rules->goal : NULL;
}

/* Whether the bytes of a lane may be spliced, and if not, why. */
static enum tap_way choose_way(
    const struct session *s, enum session_side source)
{
	const struct stream *from = s->ends[source].stream;
	const struct stream *to = s->ends[!source].stream;

	if (s->rules->engine == ENGINE_COPY)
		return TAP_COPY_ASKED;
	if (goal_of(s, source) ||
	    (source == NEAR && s->rules->line_interval_us) ||
	    tap_wants(s->rules->tap, TAP_DATA))
		return TAP_COPY_SEEN;
	if (!pages_can_move || !from->splices_in || !to->splices_out)
		return TAP_COPY_CANNOT;
	return TAP_SPLICED;
}

/* The most that one read may return if it becomes one message: what a datagram
 * can carry, or a whole text. */
static size_t message_bytes(const struct session *s, enum session_side source)
{
	const struct stream *from = s->ends[source].stream;
	const struct stream *to = s->ends[!source].stream;

	if (s->rules->is_wire ? from->carries_messages : source == FAR)
		return MOVER_LARGEST_MESSAGE;
	size_t usual =
	    to->carries_datagrams ? DATAGRAM_LONGEST : MOVER_MESSAGE_BYTES;

	return s->rules->text_bytes > usual ? s->rules->text_bytes : usual;
}

bool session_carries_datagrams(const struct session *s)
{
	return s->ends[NEAR].stream->carries_datagrams &&
	       s->ends[FAR].stream->carries_datagrams;
}

static struct mover *make_mover(
    const struct session *s, enum session_side source)
{
	const struct session_rules *rules = s->rules;

	if (s->ends[source].stream->ops->lend)
		return mover_lent_new();
	if (session_carries_datagrams(s) && !goal_of(s, source))
		return mover_datagram_new(rules->pool);
	if (s->ends[FAR].stream->carries_messages ||
	    (rules->is_wire && s->ends[NEAR].stream->carries_messages))
		return mover_copy_messages(
		    rules->pool, goal_of(s, source), message_bytes(s, source));
	if (choose_way(s, source) != TAP_SPLICED)
		return mover_copy_new(rules->pool, goal_of(s, source));
	/* The urgent byte cannot be spliced. */
	bool splices_at_once = rules->engine == ENGINE_SPLICE &&
	                       (source == FAR || !rules->urgent_at);
	return mover_adaptive_new(rules->pool, splices_at_once);
}

void session_make_lane(struct session *s, enum session_side source)
{
	const struct session_rules *rules = s->rules;
	struct gate_opts limits = { .rate = rules->rate };

	if (source == NEAR) {
		limits.line_interval_us = rules->line_interval_us;
		limits.urgent_at = rules->urgent_at;
	}
	lane_init(&s->lanes[source], s->ends[source].stream,
	    s->ends[!source].stream, make_mover(s, source));
	lane_limit(&s->lanes[source], &limits);
}

static struct tap_moved moved(const struct session *s, enum session_side source)
{
	const struct lane *lane = &s->lanes[source];
	struct tap_moved how = { .way = choose_way(s, source) };

	if (lane->mover->ops->way)
		how.way = lane->mover->ops->way(lane->mover, &how.spliced);
	how.copied = lane->bytes_read - how.spliced;
	return how;
}

void session_tell_moved(struct session *s)
{
	bool is_told = s->phase >= SESSION_LEAVING;

	if (is_told || !tap_wants(s->rules->tap, TAP_MOVED))
		return;
	session_tell(s, (struct tap_event){
			    .kind = TAP_MOVED,
			    .moved = { [TAP_IN] = moved(s, FAR),
				[TAP_OUT] = moved(s, NEAR) },
			});
}
