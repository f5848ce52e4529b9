/* SPDX-License-Identifier: MIT */
/*
 * genet - read and write data across network connections.
 *
 * A map of the source. A layer includes only layers that stand below it here:
 *
 *   main.c    begins, runs the command, reports, exits
 *   front/    reads the command line, writes help and errors
 *   cmd/      what the user asks for: one const struct command per file
 *   work/     what commands share: serving, datagrams, ends on this host
 *   args/     what the command line says, as data: the config and its parsers
 *   demo/     all of pair-demo but its command line
 *   scan/     asks many ports at once
 *   probe/    asks one address until it answers, for wait
 *   relay/    moves bytes: loop.c serves its members, session.c is a
 *             conversation, session-end.c how it finishes, lane.c one direction
 *             of it, mover-*.c how its bytes are carried, server.c one session
 *             or thousands, inbox.c and outbox.c datagrams
 *   net/      reaches the other side: names, dialling, listening, datagrams
 *   stream/   one end of a conversation: a socket, the standard streams, a
 *             program, or a protocol that is spoken over one of these
 *   tap/      tells observers of events: notices.c (-v), trace.c (-vvv)
 *   sys/      the operating system: signals, waiting, children, sockets' facts
 *   base/     errors, bytes, time, text
 *
 * To see how it works, read on here, then front/genet.c, which finds the
 * command in the table of front/commands.c, then cmd/connect.c, work/serve.c,
 * relay/session.c and relay/lane.c. Functions that fail return -1 and fill a
 * struct error; only this file prints that error and exits. A result of 1 means
 * that nothing is left to do, without an error. HACKING.md says more.
 */
#include <signal.h>
#include <stdlib.h>

#include "front/genet.h"
#include "front/message.h"
#include "sys/messages.h"
#include "sys/process.h"
#include "sys/signals.h"
#include "tap/notices.h"
#include "tap/trace.h"
#include "work/lifecycle.h"

/* A reader that has gone ends us by SIGPIPE, unless our parent has ignored that
 * signal: then it wants to hear of an error, as from other programs. */
static void settle_broken_pipe(struct error *err)
{
	if (err->kind == FAULT_SIGNAL && err->signal == SIGPIPE &&
	    signals_pipe_was_ignored())
		error_set(err, FAULT_IO,
		    "cannot write the output: its reader has closed it");
}

static int status_of(int result, const struct error *err)
{
	if (result == 0)
		return EXIT_SUCCESS;
	return err->kind == FAULT_SIGNAL ? 128 + err->signal
	                                 : error_status(err);
}

/* What goes wrong at the end turns success into failure; behind a failure it is
 * only told. */
static int fail_late(const struct command *command, const struct run *run,
    int result, const struct error *late, struct error *err)
{
	if (result < 0)
		message_error(
		    &wording_genet, command->name, late, run->cfg->quiet);
	else
		*err = *late;
	return -1;
}

/* Ends the observers, and leaves pid file and status file in order. Returns the
 * result of the run. */
static int end_run(const struct command *command, const struct run *run,
    int result, struct error *err)
{
	struct error late = ERROR_NONE;

	if (result < 0)
		settle_broken_pipe(err);
	if (tap_end(run->tap, &late) < 0)
		result = fail_late(command, run, result, &late, err);
	if (lifecycle_end(run, status_of(result, err), &late) < 0)
		result = fail_late(command, run, result, &late, err);
	return result;
}

static int run_command(
    const struct command *command, const struct config *cfg, struct error *err)
{
	struct notices notices =
	    notices_make(cfg->verbosity, cfg->quiet, cfg->stats);
	struct trace trace = trace_make(notices.started);
	struct run run = { .cfg = cfg, .tap = &notices.tap };

	if (cfg->verbosity >= 3)
		notices.tap.next = &trace.tap;
	int result = lifecycle_begin(&run, err);
	if (result != 0)
		return result;
	result = command->run(&run, err);
	return end_run(command, &run, result, err);
}

/* The status of a program says enough, and so does the signal that ends genet:
 * it is named only with -v. */
static void say_why(
    const char *command, const struct error *err, const struct config *cfg)
{
	if (err->kind == FAULT_PROGRAM)
		return;
	if (err->kind != FAULT_SIGNAL)
		message_error(&wording_genet, command, err, cfg->quiet);
	else if (cfg->verbosity > 0 && !cfg->quiet)
		message_signal(&wording_genet, command, err->signal);
}

int main(int argc, char **argv)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;
	const struct command *command = NULL;

	process_open_standard_fds();
	int result = signals_install(&err);
	if (result == 0)
		result = genet_read(argc, argv, &command, &cfg, &err);
	if (result == 0)
		result = run_command(command, &cfg, &err);
	config_free(&cfg);
	if (result < 0) {
		settle_broken_pipe(&err);
		say_why(command ? command->name : NULL, &err, &cfg);
	}
	messages_finish();
	if (result >= 0)
		return EXIT_SUCCESS;
	if (err.kind == FAULT_SIGNAL)
		signals_die(err.signal);
	return error_status(&err);
}
