/* SPDX-License-Identifier: MIT */
/* Processes that a program of genet has started, and that outlive it. */
#ifndef SYS_ORPHANS_H
#define SYS_ORPHANS_H

#include <stdbool.h>
#include <sys/types.h>

/* From now on such processes become children of genet (prctl(2),
 * PR_SET_CHILD_SUBREAPER), which has to reap them: child_take_ended(). */
void orphans_adopt(void);

/* Whether the process is a child of genet, running or not yet reaped. */
bool orphans_is_own(pid_t pid);

/* From now on this process is killed when its parent ends (prctl(2),
 * PR_SET_PDEATHSIG). A fork, and a change of the user, undo that. */
void orphans_avoid(void);

/* Where to look for the orphans of a program. */
struct orphans {
	pid_t group; /* the process group of the program */

	/* Whether that child of genet is no orphan but a program that runs;
	 * NULL: no other program runs. */
	bool (*is_program)(const void *context, pid_t pid);
	const void *context;
};

/* Whether an orphan has the socket open, as far as genet may see. Looks at the
 * orphans and their descendants only, and at a limited number: beyond that the
 * answer is yes. Where the kernel does not list children, the answer is whether
 * anybody is left in the group. To be called once the program was reaped. */
bool orphans_have(const struct orphans *orphans, int socket_fd);

#endif
