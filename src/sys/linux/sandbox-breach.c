/* SPDX-License-Identifier: MIT */
/* What a forbidden system call leads to. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/linux/sandbox-arch.h"
#include "sys/linux/sandbox-private.h"
#include "sys/signals.h"

static const char *advice; /* what the user can do, in lines */

/* NULL: not in the table. */
static const char *name_of(int number)
{
	for (size_t i = 0; i < sandbox_call_count; i++)
		if (sandbox_calls[i].number == number)
			return sandbox_calls[i].name;
	return NULL;
}

static void say(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
	(void)ignored;
}

static void say_number(unsigned number)
{
	char digits[3 * sizeof(number) + 1];
	char *first = digits + sizeof(digits) - 1;

	*first = '\0';
	do
		*--first = (char)('0' + number % 10);
	while (number /= 10);
	say("number ");
	say(first);
}

/* A 32-bit program numbers its calls otherwise, and any program on x86-64 can
 * make such calls. */
static void say_call(const siginfo_t *info)
{
	bool is_foreign = info->si_arch != SANDBOX_ARCH;
	const char *name = is_foreign ? NULL : name_of(info->si_syscall);

	if (name)
		say(name);
	else
		say_number((unsigned)info->si_syscall);
	if (is_foreign)
		say(" of another architecture");
}

/* Only what signal-safety(7) allows. */
static void end_process(int signal, siginfo_t *info, void *context)
{
	say("genet: the sandbox has stopped a forbidden system call: ");
	say_call(info);
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
