/* SPDX-License-Identifier: MIT */
/* What is printed of a lesson. */
#include "demo/course/transcript.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/wrap.h"
#include "demo/language/shown.h"
#include "demo/page.h"
#include "sys/process/signal-name.h"

/* From this width on, each party has a column of its own. */
#define WIDE 110

/* "  0.000123  " */
#define TIME_WIDTH 12

/* The least width of the name of a party, if all share one column. */
#define PARTY_WIDTH 8

/* The indentation of the second line of a call. */
#define HANG 4

static int count_parties(const struct lesson *lesson)
{
	int count = 0;

	while (count < LESSON_PARTIES && lesson->parties[count])
		count++;
	return count;
}

/* Two spaces follow the longest name. */
static int party_width(const struct lesson *lesson)
{
	int width = PARTY_WIDTH;

	for (int i = 0; i < count_parties(lesson); i++) {
		int len = (int)strlen(lesson->parties[i]) + 2;
		width = len > width ? len : width;
	}
	return width;
}

static bool is_wide(const struct transcript *t)
{
	return t->width >= WIDE;
}

static int column_width(const struct transcript *t, const struct lesson *lesson)
{
	/* lint-deep: a lesson has parties */
	if (is_wide(t))
		return (t->width - 1 - TIME_WIDTH) / count_parties(lesson);
	return PAGE_WIDTH - TIME_WIDTH - party_width(lesson);
}

/* Where the column of a party starts. */
static int column_start(
    const struct transcript *t, const struct lesson *lesson, int party)
{
	return TIME_WIDTH + (is_wide(t) ? party * column_width(t, lesson)
					: party_width(lesson));
}

/* Adds the lines of a text, each indented to the column 'start'; the first one
 * continues the last line of out. */
static void add_column(struct bytes *out, const char *text, int width,
    int start, const char *before, const char *after)
{
	char *wrapped = wrap_lines(text, width - 2, HANG);
	const char *line = wrapped ? wrapped : text;
	size_t used = out->len;

	while (used > 0 && out->at[used - 1] != '\n')
		used--;
	used = out->len - used;
	while (*line) {
		size_t len = strcspn(line, "\n");
		bytes_print(out, "%*s%s%.*s%s\n", start - (int)used, "", before,
		    (int)len, line, after);
		line += len + (line[len] == '\n');
		used = 0;
	}
	free(wrapped);
}

/* The parts of a lesson */

int transcript_begin(
    const struct transcript *t, const struct scene *scene, struct error *err)
{
	const struct lesson *lesson = scene->lesson;
	struct bytes text = { 0 };

	if (t->is_silent || t->is_brief)
		return 0;
	bytes_print(&text, "%s%s%s: %s\n\n", t->palette->heading, lesson->name,
	    t->palette->off, lesson->question);
	if (lesson->opening)
		bytes_print(&text, "%s\n\n", lesson->opening->text);
	int result = page_print_filled(&text, err);
	if (!is_wide(t) || result < 0)
		return result;
	for (int i = 0; i < count_parties(lesson); i++)
		bytes_print(&text, "%*s%s",
		    column_start(t, lesson, i) - (int)text.len, "",
		    lesson->parties[i]);
	bytes_add_text(&text, "\n");
	return page_print(&text, err);
}

static void tell(
    const struct transcript *t, const struct scene *scene, int step)
{
	const struct outcome *o = &scene->outcomes[step];
	const struct step *s = &scene->steps[step];
	char raw[SHOWN_RAW];

	shown_raw(
	    raw, &scene->phrases[scene_call(scene, step)], &scene->variables);
	errno = o->sysno;
	if (t->is_silent) /* programs find the party in the event of the step */
		tap_call(t->tap, o->result, s->why, "%s", raw);
	else
		tap_call(t->tap, o->result, s->why, "%-*s%s",
		    party_width(scene->lesson),
		    scene->lesson->parties[s->party], raw);
	tap_tell(t->tap,
	    &(struct tap_event){
		.kind = TAP_STEP,
		.step = {
		    .lesson = scene->lesson->name,
		    .party = scene->lesson->parties[s->party],
		    .process = o->process,
		    .call = raw,
		    .times = o->times,
		    .result = o->result,
		    .sysno = o->result < 0 ? o->sysno : 0,
		    .killed_by = o->killed_by,
		    .is_as_wanted = o->is_as_wanted,
		},
	    });
}

static void add_result(struct bytes *line, const struct scene *scene, int step)
{
	const struct outcome *o = &scene->outcomes[step];
	int call = scene_call(scene, step);
	const struct phrase *phrase = &scene->phrases[call];

	if (call != step)
		bytes_add_text(line, "... ");
	shown_call(line, phrase, &scene->variables);
	bytes_add_text(line, " ");
	if (o->is_blocked)
		bytes_add_text(line, "waits");
	else if (o->killed_by)
		bytes_print(
		    line, "kills the process: %s", signal_name(o->killed_by));
	else
		shown_result(line, phrase, &scene->phrases[step].wanted, o);
	bytes_add_text(line, "\n");
	bytes_add(line, "", 1);
}

/* The time at which the call began, or, for a 'returns', at which it ended. If
 * it ended during an earlier step, the time of the step before, so that times
 * ascend. */
static int64_t time_of(const struct scene *scene, int step)
{
	const struct outcome *o = &scene->outcomes[step];

	if (scene_call(scene, step) == step)
		return o->began;
	int64_t before = time_of(scene, step - 1);
	return o->ended > before ? o->ended : before;
}

static void add_step(struct bytes *out, const struct transcript *t,
    const struct scene *scene, int step)
{
	const struct step *s = &scene->steps[step];
	int width = column_width(t, scene->lesson);
	int start = column_start(t, scene->lesson, s->party);
	struct bytes line = { 0 };

	bytes_print(out, "%10.6f  ",
	    (double)(time_of(scene, step) - scene->start) / CLOCK_SECOND);
	if (!is_wide(t))
		bytes_print(out, "%-*s", party_width(scene->lesson),
		    scene->lesson->parties[s->party]);
	add_result(&line, scene, step);
	add_column(out, (const char *)line.at, width, start, "", "");
	bytes_free(&line);
	if (s->why)
		add_column(out, s->why, width, start, t->palette->faint,
		    t->palette->off);
	if (!scene->outcomes[step].is_as_wanted) {
		const char *wanted = scene->phrases[step].wanted.text;
		bytes_print(&line, "differs: the lesson says %s",
		    *wanted ? wanted : "success");
		bytes_add(&line, "", 1);
		add_column(out, (const char *)line.at, width, start,
		    t->palette->warning, t->palette->off);
		bytes_free(&line);
	}
}

int transcript_step(const struct transcript *t, const struct scene *scene,
    int step, struct error *err)
{
	struct bytes text = { 0 };

	if (t->is_silent && page_check_reader(err) < 0)
		return -1;
	if (!scene->outcomes[step].is_blocked)
		tell(t, scene, step);
	bool is_shown = step >= scene->opening_count && !t->is_brief;
	if (t->is_silent || (!is_shown && scene->outcomes[step].is_as_wanted))
		return 0;
	add_step(&text, t, scene, step);
	return page_print(&text, err);
}

int transcript_end(const struct transcript *t, const struct lesson *lesson,
    int deviations, struct error *err)
{
	struct bytes text = { 0 };

	if (t->is_silent && page_check_reader(err) < 0)
		return -1;
	tap_tell(t->tap, &(struct tap_event){
			     .kind = TAP_LESSON,
			     .lesson = { lesson->name, lesson->question,
				 lesson->conclusion, deviations },
			 });
	if (t->is_silent)
		return 0;
	if (!t->is_brief)
		bytes_add_text(&text, "\n");
	bytes_print(&text, "%s%s\n",
	    deviations ? "On this system that did not hold: " : "",
	    lesson->conclusion);
	if (lesson->see && !t->is_brief)
		bytes_print(&text, "\nSee also: %s\n", lesson->see);
	return page_print_filled(&text, err);
}
