/* SPDX-License-Identifier: MIT */
/* Socket calls, told as strace would, with a reason behind them. */
#include "tap/trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

static void trace_event(struct tap *tap, const struct tap_event *event)
{
	const struct trace *trace = (const struct trace *)tap;
	char result[48], line[768];

	if (event->kind != TAP_CALL)
		return;
	if (event->number < 0)
		snprintf(
		    result, sizeof(result), "-1 %s", strerrorname_np(errno));
	else
		snprintf(result, sizeof(result), "%ld", event->number);
	snprintf(line, sizeof(line), "%6.3f   %s = %s%s%s\n",
	    (double)(clock_now() - trace->started) / CLOCK_SECOND, event->text,
	    result, event->why ? "   # " : "", event->why ? event->why : "");
	text_write(STDERR_FILENO, line);
}

static const struct tap_ops trace_ops = {
	.event = trace_event,
	.wants_calls = true,
};

struct trace trace_make(int64_t started)
{
	return (struct trace){ .tap.ops = &trace_ops, .started = started };
}
