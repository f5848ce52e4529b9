/* SPDX-License-Identifier: MIT */
/* Faults that meet a client before its conversation. */
#include "relay/impair/impair-door.h"

#include "base/clock.h"
#include "relay/impair/impair-window.h"
#include "tap/tap.h"

/* Whether the fault is in force for that client at that time. Its times are
 * counted from when it was added. */
static bool is_in_force(const struct impair_set *set,
    const struct impair_entry *e, uint64_t conn, int64_t now, int64_t *until)
{
	struct impair_window w;

	if (!impairment_kinds[e->what.kind].is_at_door ||
	    !impair_set_concerns(set, e, conn))
		return false;
	impair_window_init(&w, &e->what, 0, e->added_at);
	if (!impair_window_look(&w, 0, now))
		return false;
	*until = impair_window_end(&w);
	return true;
}

static void tell(struct impair_entry *e, struct tap *tap, uint64_t conn)
{
	e->times++;
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_FAULT,
			  .fault = {
			      .what = impairment_kinds[e->what.kind].name,
			      .name = e->name,
			      .conn = conn,
			      .course = TAP_AT_DOOR,
			  },
		      });
}

enum impair_door_verdict impair_door_judge(struct impair_set *set,
    struct tap *tap, uint64_t conn, int64_t now, int64_t *late_us)
{
	int64_t until;

	*late_us = 0;
	for (struct impair_entry *e = set ? set->first : NULL; e; e = e->next) {
		enum impair_kind kind = e->what.kind;
		if (kind == IMPAIR_NEVER_ACCEPT ||
		    !is_in_force(set, e, conn, now, &until))
			continue;
		tell(e, tap, conn);
		if (kind == IMPAIR_REFUSE)
			return IMPAIR_REFUSED;
		if (kind == IMPAIR_CLOSE_AT_ONCE)
			return IMPAIR_CLOSED;
		*late_us += e->what.time_us;
	}
	return IMPAIR_ADMITTED;
}

int64_t impair_door_late(
    const struct impair_set *set, uint64_t conn, int64_t came_at)
{
	int64_t late_us = 0, until;

	for (const struct impair_entry *e = set->first; e; e = e->next)
		if (e->what.kind == IMPAIR_LATE_ACCEPT &&
		    e->added_at <= came_at &&
		    is_in_force(set, e, conn, came_at, &until))
			late_us += e->what.time_us;
	return late_us;
}

bool impair_door_is_shut(
    struct impair_set *set, struct tap *tap, uint64_t conn, int64_t *until)
{
	struct impair_entry *e = set ? set->first : NULL;

	for (; e; e = e->next) {
		if (e->what.kind != IMPAIR_NEVER_ACCEPT ||
		    !is_in_force(set, e, conn, clock_now(), until))
			continue;
		if (e->holds_conn != conn)
			tell(e, tap, conn);
		e->holds_conn = conn;
		return true;
	}
	return false;
}
