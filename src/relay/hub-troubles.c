/* SPDX-License-Identifier: MIT */
/* What goes wrong in a hub: what is told of it, and what it means for the
 * status. */
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "relay/hub-private.h"

/* A line for each client may be as many as there are clients, which choose
 * when to come: so many are told in a second, the rest is counted. */
#define LINES_AT_ONCE 10
#define LINES_PERIOD CLOCK_SECOND

void hub_fail(struct hub *h, const struct error *cause)
{
	if (h->troubles.failure.kind == FAULT_NONE)
		h->troubles.failure = *cause;
	h->is_over = h->has_failed = true;
}

static void tell(struct hub *h, const char *text)
{
	tap_tell(
	    h->tap, &(struct tap_event){ .kind = TAP_WARNING, .text = text });
}

void hub_tell_left_out(struct hub *h)
{
	char text[64];

	if (h->troubles.left_out == 0)
		return;
	snprintf(text, sizeof(text), "%llu more such lines were left out",
	    (unsigned long long)h->troubles.left_out);
	h->troubles.left_out = 0;
	tell(h, text);
}

void hub_warn(struct hub *h, const struct error *err)
{
	int64_t now = clock_now();

	if (now >= h->troubles.period_end) {
		hub_tell_left_out(h);
		h->troubles.period_end = now + LINES_PERIOD;
		h->troubles.lines = 0;
	}
	if (h->troubles.lines == LINES_AT_ONCE) {
		h->troubles.left_out++;
		return;
	}
	h->troubles.lines++;
	tell(h, err->text);
}

void hub_note_failure(struct hub *h, const struct error *err)
{
	if (h->troubles.count++ == 0)
		h->troubles.first = *err;
	hub_warn(h, err);
}

/* Whether a call failed here; the peer, or the network, is not the cause. */
static bool is_ours(const struct error *cause)
{
	return !cause->is_of_peer &&
	       (cause->is_local || cause->kind == FAULT_IO ||
		   cause->kind == FAULT_MEMORY);
}

void hub_note_trouble(
    struct hub *h, const struct client *c, const struct error *err)
{
	if (h->opts.max_accepted == 1 && h->troubles.failure.kind == FAULT_NONE)
		h->troubles.failure = *err;
	else if (c->is_dropped)
		hub_warn(h, err);
	else if (is_ours(err))
		hub_note_failure(h, err);
}

void hub_lose(struct hub *h, struct client *c, const struct error *cause)
{
	char remote[ADDRESS_TEXT], in[TEXT_MEASURE], out[TEXT_MEASURE];
	struct error err = *cause;

	address_text(remote, &c->remote);
	if (cause->kind == FAULT_RESET && !c->is_dropped && !c->is_gone)
		error_set(&err, FAULT_RESET,
		    "connection from %s %s after %s received, %s sent", remote,
		    cause->text, text_size(in, c->in), text_size(out, c->out));
	else
		error_set(&err, cause->kind, "connection from %s %s", remote,
		    cause->text);
	err.is_local = cause->is_local;
	err.is_of_peer = cause->is_of_peer;
	hub_note_trouble(h, c, &err);
	hub_close(h, c, cause->text);
}

int hub_result(struct hub *h, struct error *err)
{
	if (h->troubles.failure.kind != FAULT_NONE) {
		*err = h->troubles.failure;
		return -1;
	}
	if (h->unwritten > 0)
		return error_set(err, FAULT_IO,
		    "%llu of %llu connections: the file is not complete",
		    (unsigned long long)h->unwritten,
		    (unsigned long long)h->accepted);
	if (h->opts.program && h->opts.max_accepted == 1 && h->last_status)
		return error_program(err, h->last_status);
	if (h->troubles.count > 0)
		return error_set(err, h->troubles.first.kind,
		    "%llu of %llu connections failed on this side; the first: "
		    "%s",
		    (unsigned long long)h->troubles.count,
		    (unsigned long long)h->accepted, h->troubles.first.text);
	return 0;
}
