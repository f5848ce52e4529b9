/* SPDX-License-Identifier: MIT */
/* The members of JSON objects for bytes beside those that pass. */
#include "tap/event-members.h"

void event_members_urgent(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_number(out, "byte", e->urgent.byte);
	if (e->urgent.has_offset)
		json_number(out, "offset", (int64_t)e->urgent.offset);
}
