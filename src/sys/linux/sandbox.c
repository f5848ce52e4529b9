/* SPDX-License-Identifier: MIT */
/* What this process gives up. */
#include "sys/sandbox/sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "sys/linux/sandbox-private.h"

/* Sanitizers and profilers open files, and call what is forbidden here, until
 * the process has ended. */
#if defined(GENET_INSTRUMENTED)
#define INSTRUMENTED "built with sanitizers or for coverage"
#else
#define INSTRUMENTED NULL
#endif

/* Valgrind loads a library of its own into what it runs. */
static bool is_under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	return preloaded && strstr(preloaded, "/vgpreload_");
}

const char *sandbox_impossible(void)
{
	return is_under_valgrind() ? "run by valgrind" : INSTRUMENTED;
}

bool sandbox_is_missing(int sysno)
{
	/* E2BIG: this process has 16 limits of landlock, the most. */
	return sysno == ENOSYS || sysno == EPERM || sysno == E2BIG;
}

/* Landlock is for the calling thread only. A directory has two links, and one
 * for each directory in it. Without /proc there may be other threads. */
static bool has_other_threads(void)
{
	struct stat st;

	return stat("/proc/self/task", &st) < 0 || st.st_nlink > 3;
}

int sandbox_enter(const struct sandbox_rules *rules,
    struct sandbox_force *force, struct error *err)
{
	*force = (struct sandbox_force){ .not_here = sandbox_impossible() };
	if (force->not_here)
		return 0;
	if (rules->has_secrets)
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) < 0) {
		force->not_here = "this kernel is too old";
		return 0;
	}
	if (sandbox_catch_breach(rules->advice) < 0)
		return error_sys(err, FAULT_INTERNAL, "cannot set a handler");
	force->landlock = sandbox_limit_files(rules, err);
	if (force->landlock < 0)
		return -1;
	int calls = sandbox_limit_calls(
	    rules, force->landlock > 0 && !has_other_threads(), err);
	force->calls = calls > 0;
	if (force->landlock == 0 && calls == 0)
		force->not_here = "no landlock, no seccomp";
	return calls < 0 ? -1 : 0;
}
