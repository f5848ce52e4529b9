/* SPDX-License-Identifier: MIT */
/* Reports the result of a run. */
#include "front/reporter.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "front/message.h"
#include "front/operands.h"
#include "front/wording.h"
#include "sys/output/messages.h"
#include "sys/output/palette.h"
#include "sys/signals.h"

#define WHO_ROOM 64

static const char *name_of(const struct reporter *r)
{
	return r->command ? r->command->name : NULL;
}

struct reporter reporter_make(const struct config *cfg)
{
	struct reporter r = { .cfg = cfg, .events = events_make() };

	r.events.opts.say_hint = wording_hint;
	return r;
}

void reporter_begin(
    struct reporter *r, const struct command *command, bool runs)
{
	bool is_report = command && command->is_report;

	r->command = command;
	if (r->cfg->watching.json) {
		messages_mute();
		event_sinks_to_standard(&r->events.sinks,
		    is_report ? STDOUT_FILENO : STDERR_FILENO);
	}
	if (!runs)
		events_start(&r->events, name_of(r));
}

void reporter_start(
    struct reporter *r, bool is_parent, int result, const struct error *err)
{
	if (!is_parent)
		events_start(&r->events, name_of(r));
	else if (result < 0 && err->kind == FAULT_PROGRAM)
		event_sinks_leave(&r->events.sinks);
	else
		event_sinks_leave_file(&r->events.sinks);
}

/* nc has one status for all failures. */
int reporter_status(
    const struct reporter *r, int result, const struct error *err)
{
	if (result >= 0)
		return EXIT_SUCCESS;
	if (err->kind == FAULT_SIGNAL)
		return 128 + err->signal;
	return r->cfg->nc.program ? EXIT_FAILURE : error_status(err);
}

/* The beginning of messages: "genet COMMAND", or the name of nc. */
static const char *who(const struct reporter *r, char out[WHO_ROOM])
{
	const char *name = r->cfg->nc.program ? NULL : name_of(r);

	snprintf(out, WHO_ROOM, "%s%s%s",
	    r->cfg->nc.program ? r->cfg->nc.program : "genet", name ? " " : "",
	    name ? name : "");
	return out;
}

static void say_error(struct reporter *r, const struct error *err)
{
	const struct message_style style = { r->cfg->quiet,
		(enum palette_when)r->cfg->color };
	char name[WHO_ROOM];

	events_error(&r->events, err);
	message_error(who(r, name), err, &style);
}

int reporter_fail_late(
    struct reporter *r, int result, const struct error *late, struct error *err)
{
	/* SIGPIPE: nobody reads the output any more, nor wants an error. */
	if (result < 0 && late->kind != FAULT_SIGNAL)
		say_error(r, late);
	else
		*err = *late;
	return -1;
}

/* genet dies of SIGPIPE when the reader of its output is gone. If its parent
 * has ignored that signal, it reports an error instead, as other programs do.
 */
void reporter_settle(int result, struct error *err)
{
	if (result < 0 && err->kind == FAULT_SIGNAL && err->signal == SIGPIPE &&
	    signals_pipe_was_ignored())
		error_set(err, FAULT_IO,
		    "cannot write the output: its reader has closed it");
}

/* The status of a program needs no message. A signal that ends genet is named
 * only with -v. */
static void say_why(struct reporter *r, const struct error *err)
{
	char name[WHO_ROOM];

	if (err->kind == FAULT_PROGRAM)
		return;
	if (err->kind != FAULT_SIGNAL)
		say_error(r, err);
	else if (r->cfg->verbosity > 0 && !r->cfg->quiet)
		message_signal(who(r, name), err->signal);
}

int reporter_conclude(struct reporter *r, int result, struct error *err)
{
	struct error late = ERROR_NONE;

	reporter_settle(result, err);
	if (result < 0) {
		operands_explain(r->cfg, err);
		say_why(r, err);
	}
	int told = events_summary(
	    &r->events, reporter_status(r, result, err), err, &late);
	if (told == 0 || result < 0)
		return result;
	*err = late;
	return reporter_conclude(r, -1, err);
}

void reporter_free(struct reporter *r)
{
	events_free(&r->events);
}
