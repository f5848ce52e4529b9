/* SPDX-License-Identifier: MIT */
/* In which way the bytes of a session are moved. */
#include "relay/mover.h"
#include "relay/session-private.h"
#include "stream/stream.h"

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
	if (!from->splices_in || !to->splices_out)
		return TAP_COPY_CANNOT;
	return TAP_SPLICED;
}

struct mover *session_make_mover(
    const struct session *s, enum session_side source, size_t limit)
{
	const struct session_rules *rules = s->rules;

	if (s->ends[source].stream->ops->lend)
		return mover_lent_new();
	if (s->ends[FAR].stream->carries_messages)
		return mover_copy_messages(
		    rules->pool, goal_of(s, source), limit);
	if (choose_way(s, source) != TAP_SPLICED)
		return mover_copy_new(rules->pool, goal_of(s, source));
	/* The urgent byte cannot be spliced. */
	bool splices_at_once = rules->engine == ENGINE_SPLICE &&
	                       (source == FAR || !rules->urgent_at);
	return mover_adaptive_new(rules->pool, splices_at_once);
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
