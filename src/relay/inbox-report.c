/* SPDX-License-Identifier: MIT */
/* What is said of an inbox: how far it is, and how it has ended. */
#include <stdio.h>

#include "base/text.h"
#include "relay/inbox.h"

/* "1 of 2 datagrams", "no answers", "3 datagrams" */
#define COUNT_TEXT 80
static const char *count_text(char buf[COUNT_TEXT], const struct inbox *in)
{
	const struct inbox_opts *opts = &in->opts;
	bool is_plural = opts->max_count || in->count != 1;
	char of[32] = "", count[24] = "no";

	if (in->count)
		snprintf(count, sizeof(count), "%llu",
		    (unsigned long long)in->count);
	if (opts->max_count && in->count)
		snprintf(of, sizeof(of), " of %llu",
		    (unsigned long long)opts->max_count);
	snprintf(buf, COUNT_TEXT, "%s%s %s%s", count, of, opts->noun,
	    is_plural ? "s" : "");
	return buf;
}

void inbox_tell_progress(struct pollable *p)
{
	const struct inbox *in = (const struct inbox *)p;
	char text[192], count[COUNT_TEXT], size[TEXT_MEASURE];
	unsigned long long dropped = inbox_dropped(in);

	int used = snprintf(text, sizeof(text), "progress: %s, %s received",
	    count_text(count, in), text_size(size, in->bytes));
	if (dropped)
		snprintf(text + used, sizeof(text) - (size_t)used,
		    "; the kernel dropped %llu", dropped);
	tap_tell(
	    in->tap, &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

void inbox_tell_total(const struct inbox *in)
{
	tap_tell(in->tap, &(struct tap_event){
			      .kind = TAP_RECEIVED,
			      .number = (long)in->count,
			      .in = in->bytes,
			      .out = inbox_dropped(in),
			  });
}

/* "received 1 of 2 datagrams within 5 s"; where no number was asked for, that
 * some have come would read like success. */
static int explain_timeout(const struct inbox *in, struct error *err)
{
	char count[COUNT_TEXT], limit[TEXT_MEASURE];

	count_text(count, in);
	if (in->is_idle)
		return error_set(err, FAULT_TIMEOUT, "no %s came for %s%s%s",
		    in->opts.noun,
		    text_duration(limit, in->opts.idle_timeout_us),
		    in->count ? "; received " : "", in->count ? count : "");
	text_duration(limit, in->opts.timeout_us);
	if (in->is_stuck)
		return error_set(err, FAULT_TIMEOUT,
		    "received %s, but the output did not take all of it "
		    "within %s",
		    count, limit);
	if (in->count && !in->opts.max_count)
		return error_set(err, FAULT_TIMEOUT,
		    "the time of %s is up; received %s", limit, count);
	return error_set(
	    err, FAULT_TIMEOUT, "received %s within %s", count, limit);
}

static int explain_lack(const struct inbox *in, struct error *err)
{
	char count[COUNT_TEXT], limit[TEXT_MEASURE];

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
	char count[COUNT_TEXT];

	switch (in->failure.kind) {
	case FAULT_NONE:
		break;
	case FAULT_TIMEOUT:
		return explain_timeout(in, err);
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
