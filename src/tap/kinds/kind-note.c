/* SPDX-License-Identifier: MIT */
/* Notes, warnings and socket calls. */
#include "base/sysno.h"
#include "tap/kinds/kind-private.h"

static void add_state(struct event_object *o, const struct tap_event *e)
{
	json_text(o->out, "text", e->text);
}

static void say_warning(char *line, const struct tap_event *e)
{
	SAY(line, "%s", e->error->text);
}

static void add_error(struct event_object *o, const struct tap_event *e)
{
	event_json_cause(o, e->error);
}

static void say_left_out(char *line, const struct tap_event *e)
{
	SAY(line, "%llu more such lines were left out",
	    (unsigned long long)e->count);
}

static void add_left_out(struct event_object *o, const struct tap_event *e)
{
	json_number(o->out, "count", (int64_t)e->count);
}

static void add_call(struct event_object *o, const struct tap_event *e)
{
	json_text(o->out, "call", e->call.text);
	json_number(o->out, "result", e->call.result);
	if (e->call.result < 0)
		json_word(o->out, "errno", sysno_name(e->call.sysno));
	if (e->call.why)
		json_text(o->out, "why", e->call.why);
}

/* clang-format off */
const struct kind kind_note = { "note", add_state, 1, kind_say_text };
const struct kind kind_state = { "progress", add_state, KIND_ASKED_FOR, kind_say_text };
const struct kind kind_warning = { "warning", add_error, 0, say_warning };
const struct kind kind_left_out = { "left_out", add_left_out, 0, say_left_out };
const struct kind kind_call = { "call", add_call };
/* clang-format on */
