/* SPDX-License-Identifier: MIT */
/* What a forbidden system call leads to. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/linux/sandbox-private.h"
#include "sys/signals.h"

static const char *advice; /* what the user can do, in lines */

static const char *name_of(int number)
{
	for (size_t i = 0; i < sandbox_call_count; i++)
		if (sandbox_calls[i].number == number)
			return sandbox_calls[i].name;
	return "a system call of another processor";
}

static void say(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
	(void)ignored;
}

/* Only what signal-safety(7) allows. */
static void end_process(int signal, siginfo_t *info, void *context)
{
	say("genet: the sandbox has stopped a forbidden system call: ");
	say(name_of(info->si_syscall));
	say("\n");
	say(advice);
	signals_die(signal);
}

int sandbox_catch_breach(const char *lines)
{
	struct sigaction action = {
		.sa_sigaction = end_process,
		.sa_flags = SA_SIGINFO,
	};

	advice = lines;
	return sigaction(SIGSYS, &action, NULL);
}
