/* SPDX-License-Identifier: MIT */
/* Names of signals. Not every C library has sigabbrev_np(3). */
#include "sys/process/signal-name.h"

#include <signal.h>
#include <stddef.h>

/* clang-format off */
#define NAME(signal) [signal] = #signal
static const char *const names[] = {
	NAME(SIGHUP), NAME(SIGINT), NAME(SIGQUIT), NAME(SIGILL), NAME(SIGTRAP),
	NAME(SIGABRT), NAME(SIGBUS), NAME(SIGFPE), NAME(SIGKILL),
	NAME(SIGUSR1), NAME(SIGSEGV), NAME(SIGUSR2), NAME(SIGPIPE),
	NAME(SIGALRM), NAME(SIGTERM), NAME(SIGCHLD),
	NAME(SIGCONT), NAME(SIGSTOP), NAME(SIGTSTP), NAME(SIGTTIN),
	NAME(SIGTTOU), NAME(SIGURG), NAME(SIGXCPU), NAME(SIGXFSZ),
	NAME(SIGVTALRM), NAME(SIGPROF), NAME(SIGWINCH), NAME(SIGIO),
	NAME(SIGPWR), NAME(SIGSYS),
#ifdef SIGSTKFLT
	NAME(SIGSTKFLT),
#endif
};
/* clang-format on */

const char *signal_name(int signal)
{
	const size_t count = sizeof(names) / sizeof(names[0]);
	const char *name =
	    signal > 0 && (size_t)signal < count ? names[signal] : NULL;

	return name ? name : "a real-time signal";
}
