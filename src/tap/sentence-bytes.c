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
		    line, " behind %llu B", (unsigned long long)u->offset);
}
