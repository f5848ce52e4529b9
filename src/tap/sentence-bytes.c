/* SPDX-License-Identifier: MIT */
/* Lines about bytes that observers see beside those that pass. */
#include "tap/sentence-private.h"

void sentence_urgent(char *line, const struct tap_event *e)
{
	const struct tap_urgent *u = &e->urgent;
	char shown[8];

	sentence_add(line, "urgent:  '%s' (0x%02x)",
	    text_escape(shown, sizeof(shown), &u->byte, 1), u->byte);
	if (u->has_offset)
		sentence_add(
		    line, " after %llu B", (unsigned long long)u->offset);
}

/* Of many bytes the line shows the first. */
void sentence_peeked(char *line, const struct tap_event *e)
{
	static const char *const reasons[] = {
		[TAP_PEEK_ENOUGH] = "",
		[TAP_PEEK_ENDED] = ", and no more can come",
		[TAP_PEEK_URGENT] = ", and an urgent byte",
		[TAP_PEEK_LATE] = ", and the time is over",
	};
	const struct tap_peeked *p = &e->peeked;
	char shown[256];

	sentence_add(line, "peeked:  %zu of %zu B%s", p->len, p->wanted,
	    reasons[p->why]);
	if (p->len > 0)
		sentence_add(line, ": %s",
		    text_escape(shown, sizeof(shown), p->bytes, p->len));
}
