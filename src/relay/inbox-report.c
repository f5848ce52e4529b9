/* SPDX-License-Identifier: MIT */
/* What is told of an inbox: its progress, and how it has ended. */
#include "base/clock.h"
#include "base/text.h"
#include "relay/inbox.h"

static const char *noun(const struct inbox *in)
{
	return in->opts.are_answers ? "answer" : "datagram";
}

static const char *count_text(char buf[TEXT_COUNT], const struct inbox *in)
{
	return text_count(buf, in->count, in->opts.max_count, noun(in));
}

static void tell(const struct inbox *in, enum tap_kind kind)
{
	tap_tell(in->tap, &(struct tap_event){
			      .kind = kind,
			      .datagrams = {
				  .direction = TAP_IN,
				  .are_answers = in->opts.are_answers,
				  .count = in->count,
				  .bytes = in->bytes,
				  .wanted = in->opts.max_count,
				  .dropped = inbox_dropped(in),
				  .or_more = in->opts.may_be_joined,
				  .took_us = clock_now() - in->started,
			      },
			  });
}

void inbox_tell_progress(struct pollable *p)
{
	tell((const struct inbox *)p, TAP_DATAGRAMS);
}

void inbox_tell_sample(struct pollable *p)
{
	const struct inbox *in = (const struct inbox *)p;
	struct tap_sample sample = {
		.traffic = { .in = in->bytes,
		    .took_us = clock_now() - in->started },
		.datagrams = in->count,
		.has_datagrams = true,
		.peer_is_open = true,
		.held_in = in->pending.len,
	};

	tap_tell(in->tap,
	    &(struct tap_event){ .kind = TAP_SAMPLE, .sample = &sample });
}

void inbox_tell_total(const struct inbox *in)
{
	tell(in, TAP_RECEIVED);
}

void inbox_explain_silence(const struct inbox *in, struct error *err)
{
	char count[TEXT_COUNT], limit[TEXT_MEASURE];

	count_text(count, in);
	error_set(err, FAULT_TIMEOUT, "no %s came for %s%s%s", noun(in),
	    text_duration(limit, in->opts.idle_timeout_us),
	    in->count ? "; received " : "", in->count ? count : "");
}

/* "received 1 of 2 datagrams within 5 s"; if no number was wanted, this would
 * read like success. */
void inbox_explain_timeout(const struct inbox *in, struct error *err)
{
	char count[TEXT_COUNT], limit[TEXT_MEASURE];

	count_text(count, in);
	text_duration(limit, in->opts.timeout_us);
	if (in->pending.len > 0)
		error_set(err, FAULT_TIMEOUT,
		    "received %s, but the output did not take all of it "
		    "within %s",
		    count, limit);
	else if (in->count && !in->opts.max_count)
		error_set(err, FAULT_TIMEOUT,
		    "the time of %s is up; received %s", limit, count);
	else
		error_set(
		    err, FAULT_TIMEOUT, "received %s within %s", count, limit);
}

static int explain_lack(const struct inbox *in, struct error *err)
{
	char count[TEXT_COUNT], limit[TEXT_MEASURE];

	count_text(count, in);
	if (in->is_ending)
		return error_set(err, FAULT_UNMET,
		    "received %s before the program ended, which was not "
		    "enough",
		    count);
	return error_set(err, FAULT_UNMET, "received %s within %s%s", count,
	    text_duration(limit, in->opts.for_us),
	    in->count && !in->opts.max_count ? ", which was not enough" : "");
}

int inbox_result(struct inbox *in, struct error *err)
{
	char count[TEXT_COUNT];

	switch (in->failure.kind) {
	case FAULT_NONE:
		break;
	case FAULT_REFUSED:
	case FAULT_UNREACHABLE:
		return error_set(err, in->failure.kind, "cannot reach %s: %s",
		    in->opts.name ? in->opts.name : "the receiver",
		    in->failure.text);
	default:
		*err = in->failure;
		return -1;
	}
	if (in->is_short)
		return explain_lack(in, err);
	if (in->cut)
		return error_set(err, FAULT_IO,
		    "%llu datagram%s cut: longer than %zu B",
		    (unsigned long long)in->cut,
		    in->cut == 1 ? " was" : "s were", in->opts.room);
	count_text(count, in);
	return expectation_check(
	    &in->expectation, in->count ? count : NULL, err);
}
