/* SPDX-License-Identifier: MIT */
/* Two programs with the two ends of a connection as their stdin and stdout. */
#include "cmd/pair-programs.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/child.h"
#include "sys/exec.h"

struct couple {
	char **argvs[2];
	struct child children[2];
	int fds[2];
	struct tap *tap;
};

/* Cuts argv in two, at the first "--". */
static int split(char **argv, char **argvs[2], struct error *err)
{
	char **b = argv;

	while (*b && strcmp(*b, "--") != 0)
		b++;
	if (b == argv || !*b || !b[1]) {
		error_set(err, FAULT_USAGE, "missing %s program",
		    b == argv ? "the first" : "the second");
		return error_hint(
		    err, "usage: genet pair-demo -- A [ARG...] -- B [ARG...]");
	}
	*b = NULL;
	argvs[0] = argv;
	argvs[1] = b + 1;
	return 0;
}

static int start(struct couple *couple, int i, struct error *err)
{
	struct child_program program = {
		.argv = couple->argvs[i],
		.stdin_fd = couple->fds[i],
		.stdout_fd = couple->fds[i],
	};

	if (child_run_program(&couple->children[i], &program, err) < 0)
		return -1;
	tap_tell(couple->tap, &(struct tap_event){
				  .kind = TAP_EXEC,
				  .text = program.argv[0],
				  .number = couple->children[i].pid,
				  .local = i ? "the other end" : "one end",
			      });
	return 0;
}

static void close_ends(struct couple *couple)
{
	for (int i = 0; i < 2; i++) {
		if (couple->fds[i] < 0)
			continue;
		int result = close(couple->fds[i]);
		tap_call(couple->tap, result,
		    "only the program keeps it; else its peer would not "
		    "see its end",
		    "close(%d)", couple->fds[i]);
		couple->fds[i] = -1;
	}
}

static int wait_for_both(struct couple *couple, struct error *err)
{
	int first = 0;

	for (int i = 0; i < 2; i++) {
		int status = child_wait(&couple->children[i], err);
		if (status < 0)
			return -1;
		tap_tell(couple->tap, &(struct tap_event){
					  .kind = TAP_EXEC_EXIT,
					  .text = couple->argvs[i][0],
					  .number = status,
				      });
		if (first == 0)
			first = status;
	}
	return first ? error_program(err, first) : 0;
}

int pair_programs_run(
    const struct pair_opts *opts, char **argv, struct error *err)
{
	struct couple couple = {
		.fds = { -1, -1 },
		.tap = opts->tap,
	};
	int result = -1;

	if (split(argv, couple.argvs, err) < 0 ||
	    exec_check(couple.argvs[0][0], err) < 0 ||
	    exec_check(couple.argvs[1][0], err) < 0 ||
	    pair_open(opts, couple.fds, err) < 0)
		return -1;
	if (start(&couple, 0, err) == 0 && start(&couple, 1, err) == 0) {
		close_ends(&couple);
		result = wait_for_both(&couple, err);
	}
	close_ends(&couple);
	child_end(&couple.children[0]);
	child_end(&couple.children[1]);
	return result;
}
