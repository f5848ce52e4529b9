/* SPDX-License-Identifier: MIT */
/* Socket calls, told as strace would, with a reason behind them. */
#include "tap/trace.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "sys/messages.h"

void trace_show(const char *begin, const struct tap_call *call, int width)
{
	char line[1024], text[768], result[48];
	int hang = (int)strlen(begin) + 2;

	if (call->result < 0)
		snprintf(
		    result, sizeof(result), "-1 %s", sysno_name(call->sysno));
	else
		snprintf(result, sizeof(result), "%ld", call->result);
	/* A peer may have chosen an address in it. */
	text_escape(text, sizeof(text), call->text, strlen(call->text));
	int used =
	    snprintf(line, sizeof(line) - 1, "%s%s = %s", begin, text, result);
	if (used > (int)sizeof(line) - 2)
		used = (int)sizeof(line) - 2;
	const char *why = call->why ? call->why : "";
	size_t whole = (size_t)used + strlen("   # ") + strlen(why);
	if (*why && width > 0 && whole > (size_t)width)
		snprintf(line + used, sizeof(line) - 1 - (size_t)used,
		    "\n%*s# %s", (int)strlen(begin), "", why);
	else if (*why)
		snprintf(line + used, sizeof(line) - 1 - (size_t)used,
		    "   # %s", why);
	size_t len = strlen(line);
	line[len] = '\n';
	line[len + 1] = '\0';
	messages_write(line, hang);
}

static void trace_event(struct tap *tap, const struct tap_event *event)
{
	const struct trace *trace = (const struct trace *)tap;
	char time[32];

	snprintf(time, sizeof(time), "%6.3f   ",
	    (double)(event->at - trace->started) / CLOCK_SECOND);
	trace_show(time, &event->call, messages_width());
}

static bool trace_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CALL;
}

static const struct tap_ops trace_ops = {
	.wants = trace_wants,
	.event = trace_event,
};

struct trace trace_make(int64_t started)
{
	return (struct trace){ .tap.ops = &trace_ops, .started = started };
}
