/* SPDX-License-Identifier: MIT */
/* The program that the command line names. */
#include "work/near/program.h"

#include <stdint.h>

#include "args/choice.h"
#include "sys/process/exec.h"
#include "tap/kinds/event-json.h"

bool program_is_asked(const struct config *cfg)
{
	return cfg->exec || cfg->shell;
}

bool program_is_watched(const struct config *cfg)
{
	return cfg->idle_timeout_us != CLOCK_NEVER || cfg->expect.bytes ||
	       cfg->until.bytes || cfg->bytes || cfg->count || cfg->crlf ||
	       cfg->line_interval_us || cfg->telnet || cfg->pipes ||
	       cfg->tls.is_asked || cfg->proxy.accepts_header || cfg->rate ||
	       cfg->watching.progress || cfg->watching.capture ||
	       cfg->watching.hex || cfg->watching.record ||
	       cfg->watching.events_data == EVENT_JSON_BYTES;
}

/* The program stands in for standard input and output. */
static int check_contradictions(const struct config *cfg, struct error *err)
{
	const struct choice others[] = {
		{ cfg->send_only, "--send-only" },
		{ cfg->recv_only, "--recv-only" },
		{ cfg->end_with_peer, "--end-with-peer" },
		{ cfg->data.bytes, "--data" },
		{ cfg->urgent.bytes, "--urgent" },
		{ cfg->input, "--input" },
		{ cfg->output, "--output" },
	};

	const char *other = CHOICE_FIRST(others);

	if (!other)
		return 0;
	return error_set(err, FAULT_USAGE,
	    "%s and %s contradict each other: the program takes the place of "
	    "standard input and output",
	    other, cfg->exec ? "--exec" : "--sh");
}

int program_check(const struct config *cfg, struct error *err)
{
	const char *taker = cfg->exec ? "--exec" : "--during";

	if (cfg->exec + (cfg->shell != NULL) + cfg->during > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --exec, --sh and --during can run a program");
	if (cfg->background && cfg->during) {
		error_set(err, FAULT_USAGE,
		    "--background and --during contradict each other");
		return error_hint(err,
		    "--during ends when its program ends; to run all of it in "
		    "the background, start genet with '&'");
	}
	if ((cfg->exec || cfg->during) && !cfg->program) {
		error_set(err, FAULT_USAGE, "%s needs a program", taker);
		return error_hint(
		    err, "give it after --: %s -- PROGRAM ARG...", taker);
	}
	if (cfg->pipes && !program_is_asked(cfg))
		return error_set(err, FAULT_USAGE,
		    "--pipes is for the program of --exec or --sh");
	if (program_is_asked(cfg) && check_contradictions(cfg, err) < 0)
		return -1;
	/* In --chroot the name means another file, which confine() looks at. */
	return cfg->program && !cfg->chroot ? exec_check(cfg->program[0], err)
	                                    : 0;
}

void program_words(const struct config *cfg, struct program_words *out)
{
	*out = (struct program_words){ 0 };
	if (cfg->exec)
		out->argv = cfg->program;
	if (!cfg->shell)
		return;
	/* execvp(3) takes them without const, and does not write. */
	out->shell[0] = (char *)(uintptr_t) "sh";
	out->shell[1] = (char *)(uintptr_t) "-c";
	out->shell[2] = (char *)(uintptr_t)cfg->shell;
	out->argv = out->shell;
}
