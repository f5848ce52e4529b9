/* SPDX-License-Identifier: MIT */
/* Faults that are made on purpose. */
#include "tap/kinds/kind-private.h"

/* clang-format off */
static const struct kind_code courses[] = {
	[TAP_UP] = { "up", "upwards" },
	[TAP_DOWN] = { "down", "downwards" },
	[TAP_AT_DOOR] = { "door", "" },
};
/* clang-format on */

static void say_fault(char *line, const struct tap_event *e)
{
	const struct tap_fault *f = &e->fault;

	SAY(line, "fault:   %s", f->what);
	if (f->course == TAP_AT_DOOR) {
		SAY(line, ", client %llu", (unsigned long long)f->conn);
		return;
	}
	SAY(line, " at byte %llu %s", (unsigned long long)f->offset,
	    courses[f->course].words);
	if (f->bytes > 1)
		SAY(line, " (%zu bytes)", f->bytes);
}

static void add_fault(struct event_object *o, const struct tap_event *e)
{
	const struct tap_fault *f = &e->fault;

	json_number(o->out, "client", (int64_t)f->conn);
	json_word(o->out, "fault", f->what);
	json_text(o->out, "name", f->name);
	json_word(o->out, "way", courses[f->course].name);
	if (f->course == TAP_AT_DOOR)
		return;
	json_number(o->out, "offset", (int64_t)f->offset);
	json_number(o->out, "bytes", (int64_t)f->bytes);
}

static void say_seed(char *line, const struct tap_event *e)
{
	SAY(line, "seed of the faults: %llu", (unsigned long long)e->count);
}

static void add_seed(struct event_object *o, const struct tap_event *e)
{
	json_number(o->out, "seed", (int64_t)e->count);
}

/* clang-format off */
const struct kind kind_fault = { "fault", add_fault, 2, say_fault };
const struct kind kind_seed = { "seed", add_seed, 0, say_seed };
/* clang-format on */
