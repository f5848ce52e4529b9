/* SPDX-License-Identifier: MIT */
/*
 * genet - read and write data across network connections.
 *
 * HACKING.md has a map of the source, and says where to read on. Functions that
 * fail return -1 and fill a struct error; only this file has that error printed
 * (front/reporter.c), and only it exits. A result of 1 means that nothing is
 * left to do, without an error.
 */
#include "base/clock.h"
#include "front/genet.h"
#include "front/observers.h"
#include "front/reporter.h"
#include "sys/output/messages.h"
#include "sys/process/background.h"
#include "sys/process/exec.h"
#include "sys/process/process.h"
#include "sys/signals.h"
#include "work/lifecycle.h"
#include "work/watching/watching-events.h"
#include "work/watching/watching.h"

/* Ends the observers, and leaves pid file and status file in order. Returns the
 * result of the run. */
static int end_run(const struct run *run, struct reporter *reporter, int result,
    struct error *err)
{
	struct error late = ERROR_NONE;

	reporter_settle(result, err);
	struct tap_event outcome = {
		.kind = TAP_OUTCOME,
		.outcome.status = reporter_status(reporter, result, err),
		.outcome.error = result < 0 ? err : NULL,
	};
	tap_tell(run->tap, &outcome);
	if (tap_end(run->tap, &late) < 0)
		result = reporter_fail_late(reporter, result, &late, err);
	int status = reporter_status(reporter, result, err);
	if (lifecycle_end(run, status, &late) < 0)
		result = reporter_fail_late(reporter, result, &late, err);
	return result;
}

static int run_command(const struct command *command, const struct config *cfg,
    struct reporter *reporter, struct error *err)
{
	struct observers observers;
	struct run run = {
		.cfg = cfg,
		.tap = observers_begin(&observers, cfg),
		.is_report = command->is_report,
		.deadline = clock_after(cfg->timeout_us),
	};

	int result = watching_begin_events(&run, &reporter->events, err);
	if (result == 0)
		result = lifecycle_begin(&run, err);
	bool is_parent = run.background_fd == BACKGROUND_PARENT;
	reporter_start(reporter, is_parent, result, err);
	if (result != 0)
		return result;
	result = watching_begin(&run, err);
	if (result == 0)
		result = command->run(&run, err);
	return end_run(&run, reporter, result, err);
}

/* The summary comes first, since the program replaces genet. Returns only on
 * failure: -1 with err filled. */
static int become_program(
    char **program, struct reporter *reporter, struct error *err)
{
	if (exec_check_scripts(program[0], err) < 0 ||
	    reporter_conclude(reporter, 0, err) < 0)
		return -1;
	return exec_program(program, err);
}

int main(int argc, char **argv)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error err = ERROR_NONE;
	const struct command *command = NULL;
	struct reporter reporter = reporter_make(&cfg);

	process_open_standard_fds();
	int result = signals_install(&err);
	if (result == 0) {
		result = genet_read(argc, argv, &command, &cfg, &err);
		reporter_begin(&reporter, command, result == 0);
	}
	if (result == 0)
		result = run_command(command, &cfg, &reporter, &err);
	if (result == 0 && command->becomes_program && cfg.program)
		result = become_program(cfg.program, &reporter, &err);
	result = reporter_conclude(&reporter, result, &err);
	reporter_free(&reporter);
	config_free(&cfg);
	messages_finish();
	if (result < 0 && err.kind == FAULT_SIGNAL)
		signals_die(err.signal);
	return reporter_status(&reporter, result, &err);
}
