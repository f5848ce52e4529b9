/* SPDX-License-Identifier: MIT */
/* The sandbox. */
#include "tap/kinds/kind-private.h"

/* Without landlock no directory is set apart from others. */
static const char *files(const struct tap_confined *c)
{
	if (c->files && !c->landlock)
		return "any files";
	if (c->files && c->reads)
		return "files to read, and those of some directories";
	return c->files   ? "files of some directories"
	       : c->reads ? "files only to read"
	                  : "no other files";
}

static void say_confined(char *line, const struct tap_event *e)
{
	const struct tap_confined *c = &e->confined;

	SAY(line, "sandbox: ");
	if (c->why_not) {
		SAY(line, "none (%s)", c->why_not);
		return;
	}
	SAY(line, "%s, %s, %s", files(c),
	    c->dials ? "new connections" : "no new connections",
	    c->programs ? "programs" : "no programs");
	if (c->landlock)
		SAY(line, "; landlock %d", c->landlock);
	else
		SAY(line, "; no landlock");
	SAY(line, c->has_seccomp ? ", seccomp" : ", no seccomp");
}

static void add_confined(struct event_object *o, const struct tap_event *e)
{
	const struct tap_confined *c = &e->confined;

	json_flag(o->out, "on", !c->why_not);
	if (c->why_not) {
		json_text(o->out, "why", c->why_not);
		return;
	}
	json_number(o->out, "landlock", c->landlock);
	json_flag(o->out, "seccomp", c->has_seccomp);
	json_flag(o->out, "files", c->files);
	json_flag(o->out, "reads", c->reads);
	json_flag(o->out, "connections", c->dials);
	json_flag(o->out, "names", c->looks_up);
	json_flag(o->out, "programs", c->programs);
}

/* clang-format off */
const struct kind kind_confined = { "sandbox", add_confined, 2, say_confined };
/* clang-format on */
