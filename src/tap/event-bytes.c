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

/* They are what the user asks for, so that no option is needed to have them. */
void event_members_peeked(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const reasons[] = {
		[TAP_PEEK_ENOUGH] = "enough",
		[TAP_PEEK_ENDED] = "end",
		[TAP_PEEK_URGENT] = "urgent",
		[TAP_PEEK_LATE] = "time",
	};
	const struct tap_peeked *p = &e->peeked;

	if (opts->data == EVENT_JSON_NOTHING)
		json_number(out, "len", (int64_t)p->len);
	else
		json_payload(out, p->bytes, p->len);
	json_word(out, "reason", reasons[p->why]);
}
