/* SPDX-License-Identifier: MIT */
/* What happened, in words. */
#include "tap/kinds/sentence.h"

#include "tap/kinds/kinds.h"
#include "tap/words.h"

/* These name the connection themselves. */
static bool names_connection(enum tap_kind kind)
{
	return kind == TAP_ACCEPTED || kind == TAP_CLOSED;
}

void sentence_write(char line[SENTENCE_SIZE], const struct tap_event *e)
{
	unsigned id = e->connection ? e->connection->id : 0;

	line[0] = '\0';
	if (id && !names_connection(e->kind))
		words_add(line, SENTENCE_SIZE, "connection %u: ", id);
	kinds[e->kind]->say(line, e);
}
