/* SPDX-License-Identifier: MIT */
/* Programs that genet starts, the processes of a demo, and lessons. */
#include <string.h>

#include "base/sysno.h"
#include "sys/process/signal-name.h"
#include "tap/kinds/kind-private.h"

static const struct kind_code roles[] = {
	[TAP_ONE_END] = { "one-end", ", on one end" },
	[TAP_OTHER_END] = { "other-end", ", on the other end" },
	[TAP_FOR_PEER] = { "peer", "" },
	[TAP_BESIDE] = { "during", "" },
};

static void say_exec(char *line, const struct tap_event *e)
{
	SAY(line, "started %s, process %ld%s", e->exec.program,
	    (long)e->exec.pid, roles[e->exec.role].words);
}

static void say_exec_exit(char *line, const struct tap_event *e)
{
	SAY(line, "%s has ended with status %d", e->exec.program,
	    e->exec.status);
}

static void add_exec(struct event_object *o, const struct tap_event *e)
{
	const char *program = e->exec.program;

	json_bytes(o->out, "program", program, strlen(program));
	json_number(o->out, "pid", e->exec.pid);
	json_word(o->out, "role", roles[e->exec.role].name);
	if (e->kind == TAP_EXEC_EXIT)
		json_number(o->out, "status", e->exec.status);
}

static void add_story(struct event_object *o, const struct tap_event *e)
{
	json_text(o->out, "who", e->story.who);
	json_text(o->out, "text", e->story.text);
}

static void add_process(struct event_object *o, const struct tap_event *e)
{
	json_text(o->out, "who", e->process.who);
	json_number(o->out, "sent", (int64_t)e->process.sent);
	json_number(o->out, "out", (int64_t)e->process.out);
	json_number(o->out, "reads", (int64_t)e->process.reads);
	json_number(o->out, "in", (int64_t)e->process.in);
}

static void add_step(struct event_object *o, const struct tap_event *e)
{
	const struct tap_step *s = &e->step;

	json_text(o->out, "lesson", s->lesson);
	json_text(o->out, "party", s->party);
	json_number(o->out, "pid", s->process);
	json_text(o->out, "call", s->call);
	json_number(o->out, "times", s->times);
	json_number(o->out, "result", s->result);
	if (s->sysno)
		json_word(o->out, "errno", sysno_name(s->sysno));
	if (s->killed_by)
		json_word(o->out, "signal", signal_name(s->killed_by));
	json_flag(o->out, "as_said", s->is_as_wanted);
}

static void add_lesson(struct event_object *o, const struct tap_event *e)
{
	json_text(o->out, "lesson", e->lesson.name);
	json_text(o->out, "question", e->lesson.question);
	json_text(o->out, "conclusion", e->lesson.conclusion);
	json_number(o->out, "deviations", e->lesson.deviations);
}

/* clang-format off */
const struct kind kind_exec = { "exec", add_exec, 1, say_exec };
const struct kind kind_exec_exit = { "exec_exit", add_exec, 1, say_exec_exit };
const struct kind kind_story = { "story", add_story };
const struct kind kind_process = { "process", add_process };
const struct kind kind_step = { "step", add_step };
const struct kind kind_lesson = { "lesson", add_lesson };
/* clang-format on */
