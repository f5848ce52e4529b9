/* SPDX-License-Identifier: MIT */
/* Socket calls as strace(1) shows them, with their reasons. */
#include "tap/trace.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "sys/output/messages.h"
#include "tap/words.h"

void trace_show(const char *begin, const struct tap_call *call, int width,
    const struct palette *palette)
{
	char line[1280], text[768], result[48];
	const size_t room = sizeof(line) - 1; /* without the newline */
	const char *why = call->why ? call->why : "";
	int indent = (int)strlen(begin);

	if (call->result < 0)
		snprintf(
		    result, sizeof(result), "-1 %s", sysno_name(call->sysno));
	else
		snprintf(result, sizeof(result), "%ld", call->result);
	/* It may have an address that a peer has chosen. */
	text_escape(text, sizeof(text), call->text, strlen(call->text));
	snprintf(line, room, "%s%s%s%s = %s", palette->faint, begin,
	    palette->off, text, result);
	size_t whole = strlen(begin) + strlen(text) + strlen(" =    # ") +
	               strlen(result) + strlen(why);
	if (*why && width > 0 && whole > (size_t)width)
		words_add(line, room, "\n%*s", indent, "");
	else if (*why)
		words_add(line, room, "   ");
	if (*why)
		words_add(
		    line, room, "%s# %s%s", palette->faint, why, palette->off);
	words_add(line, sizeof(line), "\n");
	messages_write(line, indent + 2);
}

static void show(
    const struct trace *trace, const struct tap_call *call, int64_t at)
{
	char time[32];

	snprintf(time, sizeof(time), "%6.3f   ",
	    (double)(at - trace->started) / CLOCK_SECOND);
	trace_show(time, call, messages_width(),
	    palette_for(trace->color, STDERR_FILENO));
}

static void show_folded(struct trace *trace, struct fold *row, int64_t now)
{
	char why[FOLD_WHY];
	struct tap_call call = fold_tell(row, why, now);

	show(trace, &call, row->last_at);
}

static void show_all_folded(struct trace *trace, int64_t now)
{
	struct fold *row;

	while ((row = fold_due(&trace->folds, CLOCK_NEVER)))
		show_folded(trace, row, now);
	fold_forget(&trace->folds);
}

static void take_data_call(struct trace *trace, const struct tap_event *event)
{
	struct fold *other = fold_in_the_way(&trace->folds, &event->call);

	if (other)
		show_folded(trace, other, event->at);
	if (!fold_take(&trace->folds, &event->call, event->at))
		show(trace, &event->call, event->at);
}

/* Another event between calls that carry data ends their folding, so that lines
 * are in the order of time. */
static void trace_event(struct tap *tap, const struct tap_event *event)
{
	struct trace *trace = (struct trace *)tap;

	if (event->kind == TAP_CALL && event->call.is_shown)
		return;
	if (event->kind == TAP_CALL && event->call.name) {
		take_data_call(trace, event);
		return;
	}
	show_all_folded(trace, event->at);
	if (event->kind == TAP_CALL)
		show(trace, &event->call, event->at);
}

static int64_t trace_tick(struct tap *tap, int64_t now)
{
	struct trace *trace = (struct trace *)tap;
	struct fold *row;

	while ((row = fold_due(&trace->folds, now)))
		show_folded(trace, row, now);
	return fold_next(&trace->folds);
}

static int trace_end(struct tap *tap, struct error *err)
{
	(void)err;
	show_all_folded((struct trace *)tap, clock_now());
	return 0;
}

/* Besides calls, only kinds that are rare: each ends the folding. */
static bool trace_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CALL || kind == TAP_INPUT_ENDED ||
	       kind == TAP_PEER_ENDED || kind == TAP_CLOSED ||
	       kind == TAP_WARNING || kind == TAP_SENT || kind == TAP_RECEIVED;
}

static const struct tap_ops trace_ops = {
	.wants = trace_wants,
	.event = trace_event,
	.tick = trace_tick,
	.end = trace_end,
};

struct trace trace_make(int64_t started, enum palette_when color)
{
	return (struct trace){
		.tap.ops = &trace_ops,
		.started = started,
		.color = color,
	};
}
