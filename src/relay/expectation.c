/* SPDX-License-Identifier: MIT */
/* A text that one of several datagrams must hold. */
#include "relay/expectation.h"

#include <string.h>

#include "base/text.h"

static size_t shown_len(size_t len)
{
	return len < EXPECTATION_SHOWN ? len : EXPECTATION_SHOWN;
}

/* Keeps the datagram, which is shown if no later one holds the text. */
void expectation_look(struct expectation *e, const void *bytes, size_t len)
{
	if (!e->text || e->is_met)
		return;
	e->is_met = memmem(bytes, len, e->text, e->len);
	e->last_len = len;
	memcpy(e->last, bytes, shown_len(len));
}

int expectation_check(
    const struct expectation *e, const char *count, struct error *err)
{
	char wanted[2 * EXPECTATION_SHOWN], last[2 * EXPECTATION_SHOWN];
	size_t kept = shown_len(e->last_len);

	if (!e->text || e->is_met)
		return 0;
	text_escape(wanted, sizeof(wanted), e->text, e->len);
	if (!count)
		return error_set(err, FAULT_UNMET,
		    "the expected '%s' was not received: nothing came", wanted);
	return error_set(err, FAULT_UNMET,
	    "the expected '%s' was not received; received %s, the last: "
	    "'%s'%s (%zu B)",
	    wanted, count, text_escape(last, sizeof(last), e->last, kept),
	    kept < e->last_len ? "..." : "", e->last_len);
}
