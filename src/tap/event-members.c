/* SPDX-License-Identifier: MIT */
/* What has gone wrong, what commands find, and what programs and datagrams do,
 * as members of JSON objects. */
#include "tap/event-members.h"

#include <stdio.h>
#include <string.h>

#include "base/sysno.h"
#include "sys/signal-name.h"

#define HINT_ROOM 2048

void event_members_cause(struct bytes *out, const struct error *cause,
    const struct event_json_opts *opts)
{
	char hint[HINT_ROOM], words[HINT_ROOM / 2] = "";

	if (opts->say_hint)
		opts->say_hint(&cause->hint, words, sizeof(words));
	snprintf(hint, sizeof(hint), "%s%s%s", words, *words ? "\n" : "",
	    cause->hint_text);
	event_parts_error(out, cause, hint);
}

void event_members_proxied(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_proxied *p = &e->proxied;

	(void)opts;
	json_bytes(out, "proxy", p->proxy, strlen(p->proxy));
	json_bytes(out, "target", p->target, strlen(p->target));
	if (e->kind == TAP_PROXIED)
		json_seconds(out, "took", p->took_us);
}

void event_members_datagrams(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_datagrams *d = &e->datagrams;

	(void)opts;
	json_word(out, "direction", d->direction == TAP_IN ? "in" : "out");
	json_flag(out, "answers", d->are_answers);
	json_number(out, "count", (int64_t)d->count);
	json_number(out, "bytes", (int64_t)d->bytes);
	if (d->wanted)
		json_number(out, "wanted", (int64_t)d->wanted);
	if (d->direction == TAP_IN) {
		json_number(out, "dropped", (int64_t)d->dropped);
		json_flag(out, "or_more", d->dropped && d->or_more);
	} else if (d->count) {
		json_number(out, "shortest", (int64_t)d->shortest);
		json_number(out, "longest", (int64_t)d->longest);
	}
	json_seconds(out, "took", d->took_us);
}

void event_members_unanswered(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const reasons[] = {
		[TAP_NO_WAY_BACK] = "no-way-back",
		[TAP_WOULD_LOOP] = "would-loop",
		[TAP_TOO_MANY] = "too-many",
		[TAP_NO_ROOM] = "no-room",
		[TAP_ANSWERS_FAILED] = "failed",
	};

	json_word(out, "reason", reasons[e->unanswered.why]);
	json_number(out, "count", (int64_t)e->unanswered.count);
	if (e->unanswered.limit)
		json_number(out, "limit", e->unanswered.limit);
	if (e->unanswered.cause)
		event_members_cause(out, e->unanswered.cause, opts);
}

void event_members_exec(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const roles[] = {
		[TAP_ONE_END] = "one-end",
		[TAP_OTHER_END] = "other-end",
		[TAP_FOR_PEER] = "peer",
		[TAP_BESIDE] = "during",
	};
	const char *program = e->exec.program;

	(void)opts;
	json_bytes(out, "program", program, strlen(program));
	json_number(out, "pid", e->exec.pid);
	json_word(out, "role", roles[e->exec.role]);
	if (e->kind == TAP_EXEC_EXIT)
		json_number(out, "status", e->exec.status);
}

void event_members_probe(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const char *target = e->probe.target;

	(void)opts;
	json_bytes(out, "target", target, strlen(target));
	json_flag(out, "done", e->probe.is_settled);
	json_text(out, "text", e->probe.what);
	json_seconds(out, "took", e->probe.took_us);
}

void event_members_address(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_address *a = &e->address;

	json_number(out, "number", a->number);
	event_parts_address(out, "remote", a->remote);
	json_flag(out, "tried", a->was_tried);
	if (!a->was_tried)
		return;
	json_flag(out, "connected", !a->cause);
	json_seconds(out, "took", a->took_us);
	if (a->cause)
		event_members_cause(out, a->cause, opts);
}

void event_members_port(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	event_parts_address(out, "remote", e->port.host);
	json_number(out, "port", e->port.number);
	json_word(out, "state", e->port.state);
	if (e->port.service)
		json_text(out, "service", e->port.service);
}

void event_members_scanned(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_scanned *s = &e->scanned;

	(void)opts;
	event_parts_address(out, "remote", s->host);
	json_number(out, "open", (int64_t)s->open);
	json_number(out, "closed", (int64_t)s->closed);
	json_number(out, "silent", (int64_t)s->silent);
	json_number(out, "unreachable", (int64_t)s->unreachable);
	json_number(out, "unknown", (int64_t)s->unknown);
	json_seconds(out, "took", s->took_us);
}

void event_members_story(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_text(out, "who", e->story.who);
	json_text(out, "text", e->story.text);
}

void event_members_process(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_text(out, "who", e->process.who);
	json_number(out, "sent", (int64_t)e->process.sent);
	json_number(out, "out", (int64_t)e->process.out);
	json_number(out, "reads", (int64_t)e->process.reads);
	json_number(out, "in", (int64_t)e->process.in);
}

void event_members_step(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_step *s = &e->step;

	(void)opts;
	json_text(out, "lesson", s->lesson);
	json_text(out, "party", s->party);
	json_number(out, "pid", s->process);
	json_text(out, "call", s->call);
	json_number(out, "times", s->times);
	json_number(out, "result", s->result);
	if (s->sysno)
		json_word(out, "errno", sysno_name(s->sysno));
	if (s->killed_by)
		json_word(out, "signal", signal_name(s->killed_by));
	json_flag(out, "as_said", s->is_as_wanted);
}

void event_members_lesson(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_text(out, "lesson", e->lesson.name);
	json_text(out, "question", e->lesson.question);
	json_text(out, "conclusion", e->lesson.conclusion);
	json_number(out, "deviations", e->lesson.deviations);
}
