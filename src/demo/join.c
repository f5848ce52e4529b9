/* SPDX-License-Identifier: MIT */
/* Two programs with the two ends of a connection as their stdin and stdout. */
#include "demo/join.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "sys/process/child.h"
#include "sys/process/exec.h"

struct programs {
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

static void tell(
    const struct programs *p, int i, enum tap_kind kind, pid_t pid, int status)
{
	tap_tell(p->tap, &(struct tap_event){
			     .kind = kind,
			     .exec = {
				 .program = p->argvs[i][0],
				 .pid = pid,
				 .role = i ? TAP_OTHER_END : TAP_ONE_END,
				 .status = status,
			     },
			 });
}

static int start(struct programs *p, int i, struct error *err)
{
	struct child_program program = {
		.argv = p->argvs[i],
		.stdin_fd = p->fds[i],
		.stdout_fd = p->fds[i],
	};

	if (child_run_program(&p->children[i], &program, err) < 0)
		return -1;
	tell(p, i, TAP_EXEC, p->children[i].pid, 0);
	return 0;
}

static int wait_for_both(struct programs *p, struct error *err)
{
	int first = 0;

	for (int i = 0; i < 2; i++) {
		pid_t pid = p->children[i].pid;
		int status = child_wait(&p->children[i], err);
		if (status < 0)
			return -1;
		tell(p, i, TAP_EXEC_EXIT, pid, status);
		if (first == 0)
			first = status;
	}
	return first ? error_program(err, first) : 0;
}

int join_run(const struct pair_opts *opts, char **argv, struct error *err)
{
	struct programs p = { .tap = opts->tap };
	int result = 0;

	/* lint-deep: gcc does not see that split() fills both */
	if (split(argv, p.argvs, err) < 0 ||
	    exec_check(p.argvs[0][0], err) < 0 ||
	    exec_check(p.argvs[1][0], err) < 0 ||
	    pair_open(opts, p.fds, err) < 0)
		return -1;
	/* Neither program may have the other one's end, or it would not see
	 * that this one has ended. */
	for (int i = 0; i < 2; i++)
		fcntl(p.fds[i], F_SETFD, FD_CLOEXEC);
	for (int i = 0; i < 2 && result == 0; i++)
		result = start(&p, i, err);
	for (int i = 0; i < 2; i++)
		pair_close(p.fds[i], p.tap,
		    "only the program keeps it; else its peer would not see "
		    "its end");
	if (result == 0)
		result = wait_for_both(&p, err);
	child_end(&p.children[0]);
	child_end(&p.children[1]);
	return result;
}
