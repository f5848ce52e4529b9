/* SPDX-License-Identifier: MIT */
/* Notes of what several processes do. */
#include "demo/notes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "demo/page.h"
#include "sys/output/messages.h"
#include "sys/output/stdout.h"
#include "tap/trace.h"

#define LINE_SIZE 512

/* Calls are wrapped at this width also if standard error is no terminal. */
#define LINE_WIDTH 80

/* The width of the time and the name of the process. */
#define LINE_HANG 20

/* Noting */

/* The last item takes the notes for which there is no room. */
static struct note *open_note(struct notes *notes)
{
	return &notes->items[notes->count];
}

static void close_note(struct notes *notes)
{
	if (notes->count < NOTES_MAX - 1)
		atomic_fetch_add(&notes->count, 1);
}

int64_t notes_begin(struct notes *notes)
{
	/* Before the time is taken: see are_complete(). */
	atomic_store(&notes->is_noting, true);
	notes->now = clock_now();
	return notes->now;
}

__attribute__((format(printf, 2, 0))) static void say(
    struct notes *notes, const char *fmt, va_list args)
{
	struct note *note = open_note(notes);

	note->at = notes->now;
	note->call.text = NULL;
	vsnprintf(note->text, sizeof(note->text), fmt, args);
	close_note(notes);
}

void notes_say(struct notes *notes, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(notes, fmt, args);
	va_end(args);
}

void notes_end(struct notes *notes)
{
	atomic_store(&notes->is_noting, false);
}

int64_t notes_add(struct notes *notes, const char *fmt, ...)
{
	int64_t now = notes_begin(notes);
	va_list args;

	va_start(args, fmt);
	say(notes, fmt, args);
	va_end(args);
	notes_end(notes);
	return now;
}

static void note_call(struct tap *tap, const struct tap_event *event)
{
	struct notes *notes = (struct notes *)tap;
	struct note *note = open_note(notes);

	note->at = notes_begin(notes);
	note->call = event->call; /* why is a literal: at the same address in
	                             each process */
	note->call.text = note->text;
	snprintf(note->text, sizeof(note->text), "%s", event->call.text);
	close_note(notes);
	notes_end(notes);
}

static bool notes_want(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CALL;
}

const struct tap_ops notes_tap_ops = {
	.wants = notes_want,
	.event = note_call,
};

/* Printing */

static void tell(const struct notes *notes, const struct note *note,
    const struct notes_outlet *to)
{
	struct tap_event event = { .at = note->at };

	if (note->call.text) {
		event.kind = TAP_CALL;
		event.call = note->call;
		event.call.is_shown = !to->is_silent;
	} else {
		event.kind = TAP_STORY;
		event.story.who = notes->name;
		event.story.text = note->text;
	}
	tap_tell(to->tap, &event);
}

static int print(const struct notes *notes, const struct note *note,
    const struct notes_outlet *to, struct error *err)
{
	char line[LINE_SIZE];
	bool is_call = note->call.text;
	int width = messages_width();

	tell(notes, note, to);
	if (to->is_silent)
		return 0;
	snprintf(line, sizeof(line), "%10.6f  %-6s  %s%s",
	    (double)(note->at - to->start) / CLOCK_SECOND, notes->name,
	    is_call ? "  " : note->text, is_call ? "" : "\n");
	if (!is_call)
		return stdout_now(line, LINE_HANG, err);
	trace_show(line, &note->call,
	    width > 0 && width < LINE_WIDTH ? width : LINE_WIDTH,
	    notes->palette);
	return 0;
}

/* Whether all processes have noted what they did until now. A process that is
 * not noting at this moment will note a later time than now. */
static bool are_complete(struct notes *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (atomic_load(&rows[i].is_noting))
			return false;
	return true;
}

/* The row with the earliest note that was not printed, or NULL if there is none
 * up to now. */
static struct notes *find_next(struct notes *rows, size_t count, int64_t now)
{
	struct notes *next = NULL;
	int64_t earliest = now + 1;

	for (size_t i = 0; i < count; i++) {
		const struct note *note = &rows[i].items[rows[i].printed];
		if (rows[i].printed < atomic_load(&rows[i].count) &&
		    note->at < earliest) {
			next = &rows[i];
			earliest = note->at;
		}
	}
	return next;
}

int notes_print(struct notes *rows, size_t count, const struct notes_outlet *to,
    struct error *err)
{
	int64_t now = clock_now();
	struct notes *next;

	if (to->is_silent && page_check_reader(err) < 0)
		return -1;
	if (!are_complete(rows, count))
		return 0;
	while ((next = find_next(rows, count, now)))
		if (print(next, &next->items[next->printed++], to, err) < 0)
			return -1;
	return 0;
}
