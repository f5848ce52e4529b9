/* SPDX-License-Identifier: MIT */
/* Dialogues: steps that have passed, and what was not as expected. */
#include "dialogue/dialogue-text.h"
#include "tap/kinds/kind-private.h"

/* How much of the text of a step people see. */
#define SHOWN 60

static const char *const sides[] = {
	[DIALOGUE_CLIENT] = "client",
	[DIALOGUE_SERVER] = "server",
};

/* clang-format off */
/* For people: what the side has done. */
static const struct kind_code steps[] = {
	[DIALOGUE_TEXT] = { "text", "said" },
	[DIALOGUE_BEGINS] = { "begins", "said a line that begins with" },
	[DIALOGUE_MATCHES] = { "matches", "said a line that matches" },
	[DIALOGUE_UNTIL] = { "until", "said all up to" },
	[DIALOGUE_BYTES] = { "bytes", "said" },
	[DIALOGUE_PAUSE] = { "pause", "waited" },
	[DIALOGUE_END] = { "eof", "ended its stream" },
	[DIALOGUE_RESET] = { "reset", "reset the connection" },
};

static const char *const mismatches[] = {
	[MISMATCH_BYTES] = "bytes",
	[MISMATCH_LINE] = "line",
	[MISMATCH_END] = "end",
	[MISMATCH_NO_END] = "no-end",
	[MISMATCH_RESET] = "reset",
	[MISMATCH_NO_RESET] = "no-reset",
	[MISMATCH_TIMEOUT] = "timeout",
	[MISMATCH_TOO_LONG] = "too-long",
	[MISMATCH_LENGTH] = "length",
	[MISMATCH_UNREAD] = "unread",
	[MISMATCH_NONE_FITS] = "none-fits",
};
/* clang-format on */

/* The text as the file has it: names are not replaced by their values. */
static struct bytes text_of(const struct dialogue_step *step)
{
	struct bytes text = { 0 };

	for (size_t i = 0; i < step->text.count; i++) {
		const struct dialogue_part *part = &step->text.parts[i];
		bytes_add_text(&text, part->is_variable ? "${" : "");
		bytes_add(&text, part->bytes, part->len);
		bytes_add_text(&text, part->is_variable ? "}" : "");
	}
	return text;
}

/* As it is written in the file, cut if it is long. */
static void say_text(char *line, const struct dialogue_step *step)
{
	struct bytes text = text_of(step), shown = { 0 };

	if (step->kind == DIALOGUE_MATCHES)
		bytes_add(&shown, text.at, text.len);
	else
		dialogue_text_escape(&shown, text.at, text.len);
	SAY(line, " '%.*s'%s", shown.len > SHOWN ? SHOWN : (int)shown.len,
	    (const char *)shown.at, shown.len > SHOWN ? "..." : "");
	bytes_free(&text);
	bytes_free(&shown);
}

static void say_step(char *line, const struct tap_event *e)
{
	const struct dialogue_step *step = e->dialogue_step.step;

	SAY(line, "step:    %s, line %d: the %s %s",
	    e->dialogue_step.dialogue->name, step->line, sides[step->side],
	    steps[step->kind].words);
	if (step->kind == DIALOGUE_PAUSE)
		SAY(line, " %s", DURATION(step->pause_us));
	else if (step->kind == DIALOGUE_BYTES)
		SAY(line, " %s", SIZE(step->count));
	else if (step->kind != DIALOGUE_END && step->kind != DIALOGUE_RESET)
		say_text(line, step);
}

static void add_step(struct event_object *o, const struct tap_event *e)
{
	const struct dialogue_step *step = e->dialogue_step.step;
	struct bytes text = text_of(step);

	json_text(o->out, "dialogue", e->dialogue_step.dialogue->name);
	json_number(o->out, "line", step->line);
	json_word(o->out, "side", sides[step->side]);
	json_word(o->out, "step", steps[step->kind].name);
	if (step->text.count > 0)
		json_bytes(o->out, "text", text.at, text.len);
	if (step->kind == DIALOGUE_BYTES)
		json_number(o->out, "bytes", (int64_t)step->count);
	bytes_free(&text);
}

static void add_mismatch(struct event_object *o, const struct tap_event *e)
{
	const struct mismatch *m = e->mismatch;
	struct error err = ERROR_NONE;

	json_word(o->out, "reason", mismatches[m->kind]);
	if (m->dialogue)
		json_text(o->out, "dialogue", m->dialogue->name);
	json_text(o->out, "file", m->file);
	if (m->step) {
		json_number(o->out, "line", m->step->line);
		json_number(o->out, "number", (int64_t)m->step_number);
		json_word(o->out, "side", sides[m->step->side]);
		json_word(o->out, "step", steps[m->step->kind].name);
	}
	json_bytes(o->out, "expected", m->expected.at, m->expected.len);
	json_bytes(o->out, "came", m->came.at, m->came.len);
	json_number(o->out, "offset", (int64_t)m->differs_at);
	mismatch_error(m, &err);
	json_text(o->out, "text", err.text);
}

/* clang-format off */
const struct kind kind_dialogue_step = { "dialogue_step", add_step, 1, say_step };
const struct kind kind_mismatch = { "mismatch", add_mismatch };
/* clang-format on */
