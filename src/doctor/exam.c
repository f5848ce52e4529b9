/* SPDX-License-Identifier: MIT */
/* What all steps of an examination use: the lines, and the time. */
#include "doctor/exam.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/output/stdout.h"

/* Where the text of a line begins. */
#define TEXT_COLUMN 16

static const char *const marks[] = {
	[EXAM_WELL] = "ok",
	[EXAM_NOTABLE] = "note",
	[EXAM_WRONG] = "fail",
	[EXAM_UNKNOWN] = "?",
};

int64_t exam_deadline(const struct examination *x, int64_t limit_us)
{
	int64_t end = clock_after(limit_us);

	return end < x->opts->deadline ? end : x->opts->deadline;
}

static const char *color_of(const struct palette *p, enum exam_mark mark)
{
	return mark == EXAM_WRONG     ? p->error
	       : mark == EXAM_NOTABLE ? p->warning
	       : mark == EXAM_UNKNOWN ? p->faint
	                              : "";
}

void exam_print(struct examination *x, const char *lines)
{
	if (!x->opts->is_silent && x->output_failure.kind == FAULT_NONE)
		stdout_now(lines, TEXT_COLUMN, &x->output_failure);
}

void exam_say(struct examination *x, enum exam_mark mark, int64_t took_us,
    const char *fmt, ...)
{
	const struct palette *p = palette_for(x->opts->color, STDOUT_FILENO);
	char shown[1024], took[TEXT_MEASURE];
	va_list args;

	va_start(args, fmt);
	char *text = xvasprintf(fmt, args);
	va_end(args);
	text_escape(shown, sizeof(shown), text, strlen(text));
	tap_tell(x->opts->tap,
	    &(struct tap_event){ .kind = TAP_EXAMINED,
		.examined = { x->step, marks[mark], shown, took_us } });
	char *line = xasprintf("%-9s%s%-5s%s  %s%s%s%s%s%s\n", x->step,
	    color_of(p, mark), marks[mark], *color_of(p, mark) ? p->off : "",
	    shown, took_us < 0 ? "" : p->faint, took_us < 0 ? "" : " (",
	    took_us < 0 ? "" : text_precise(took, took_us),
	    took_us < 0 ? "" : ")", took_us < 0 ? "" : p->off);
	if (!x->opts->is_brief)
		exam_print(x, line);
	free(line);
	free(text);
}
