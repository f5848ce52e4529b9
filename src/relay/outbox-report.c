/* SPDX-License-Identifier: MIT */
/* What is said of an outbox: how far it is, and what it has sent. */
#include "base/clock.h"
#include "relay/outbox.h"

static void tell(const struct outbox *out, enum tap_kind kind)
{
	tap_tell(out->tap, &(struct tap_event){
			       .kind = kind,
			       .datagrams = {
				   .direction = TAP_OUT,
				   .count = out->count,
				   .bytes = out->bytes,
				   .shortest = out->shortest,
				   .longest = out->longest,
				   .took_us = clock_now() - out->started,
			       },
			   });
}

void outbox_tell_total(const struct outbox *out)
{
	tell(out, TAP_SENT);
}

void outbox_report(struct pollable *p)
{
	tell((const struct outbox *)p, TAP_DATAGRAMS);
}

void outbox_sample(struct pollable *p)
{
	const struct outbox *out = (const struct outbox *)p;
	struct tap_sample sample = {
		.traffic = { .out = out->bytes,
		    .took_us = clock_now() - out->started },
		.datagrams = out->count,
		.has_datagrams = true,
		.input_is_open = !out->input_ended,
		.is_held_back = out->next_send > clock_now(),
		.held_out = out->buffer.len,
	};

	tap_tell(out->tap,
	    &(struct tap_event){ .kind = TAP_SAMPLE, .sample = &sample });
}
