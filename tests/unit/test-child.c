/* SPDX-License-Identifier: MIT */
/* Starting programs where memory is short, and ending children that are gone.
 */
#include "sys/process/child.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include "tap.h"

/* Stands in for that of libc. */
int posix_spawn_file_actions_adddup2(
    posix_spawn_file_actions_t *actions, int from, int to)
{
	(void)actions;
	(void)from;
	(void)to;
	return ENOMEM;
}

static void test_no_memory(void)
{
	char *argv[] = { (char *)(uintptr_t) "true", NULL };
	struct child_program program = {
		.argv = argv,
		.stdin_fd = 0,
		.stdout_fd = -1,
	};
	struct child child;
	struct error err = ERROR_NONE;

	ok(child_run_program(&child, &program, &err) < 0,
	    "a program that would not get its descriptors is not started");
	ok(err.kind == FAULT_IO && child.pid == 0, "and that is an error");
}

static int end_at_once(void *unused)
{
	(void)unused;
	return 3;
}

/* Leaves bytes where the next call has its variables. */
static __attribute__((noinline)) void spoil_stack(void)
{
	volatile char bytes[4096];

	memset((void *)bytes, 0x55, sizeof(bytes));
}

static void test_no_status(void)
{
	struct child child;
	struct error err = ERROR_NONE;

	ok(child_run_function(&child, end_at_once, NULL, &err) == 0,
	    "a child is started");
	waitpid(child.pid, NULL, 0);
	spoil_stack();
	is_int(child_end_by(&child, clock_now()), 0,
	    "a child that was reaped elsewhere has no status");
	is_int(child.pid, 0, "and is no child any more");
}

int main(void)
{
	test_no_memory();
	test_no_status();
	return plan();
}
