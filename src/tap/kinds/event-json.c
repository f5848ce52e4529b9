/* SPDX-License-Identifier: MIT */
/* What happened, as a JSON object. */
#include "tap/kinds/event-json.h"

#include <stdio.h>

#include "tap/kinds/event-parts.h"
#include "tap/kinds/kinds.h"

#define HINT_ROOM 2048

void event_json_cause(struct event_object *o, const struct error *cause)
{
	char hint[HINT_ROOM], words[HINT_ROOM / 2] = "";

	if (o->opts->say_hint)
		o->opts->say_hint(&cause->hint, words, sizeof(words));
	snprintf(hint, sizeof(hint), "%s%s%s", words, *words ? "\n" : "",
	    cause->hint_text);
	event_parts_error(o->out, cause, hint);
}

bool event_json_has(enum tap_kind kind)
{
	return kinds[kind]->name;
}

void event_json_add(struct bytes *out, const struct tap_event *e, unsigned conn,
    const struct event_json_opts *opts)
{
	const struct kind *row = kinds[e->kind];
	struct event_object object = { out, opts };

	event_parts_begin(out, row->name, e->at, opts->started);
	if (conn)
		json_number(out, "conn", conn);
	row->add(&object, e);
	event_parts_end(out);
}
