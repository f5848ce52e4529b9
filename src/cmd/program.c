/* SPDX-License-Identifier: MIT */
/* The program that the command line names. */
#include "cmd/program.h"

#include <stdint.h>

bool program_is_asked(const struct config *cfg)
{
	return cfg->exec || cfg->shell;
}

int program_check(const struct config *cfg, struct error *err)
{
	const char *taker = cfg->exec ? "--exec" : "--during";

	if (cfg->exec + (cfg->shell != NULL) + cfg->during > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --exec, --sh and --during can run a program");
	if ((cfg->exec || cfg->during) && !cfg->program) {
		error_set(err, FAULT_USAGE, "%s needs a program", taker);
		return error_hint(
		    err, "it stands behind --: %s -- PROGRAM ARG...", taker);
	}
	if (cfg->program && !cfg->exec && !cfg->during) {
		error_set(err, FAULT_USAGE, "what is the program '%s' for?",
		    cfg->program[0]);
		return error_hint(
		    err, "--exec talks to it, --during runs it beside us");
	}
	return 0;
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
