/* SPDX-License-Identifier: MIT */
/* Starting programs where memory is short. */
#include "sys/child.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>

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

int main(void)
{
	test_no_memory();
	return plan();
}
