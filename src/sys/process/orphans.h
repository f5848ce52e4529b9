/* SPDX-License-Identifier: MIT */
/* Processes that a program started by genet has started, and that outlive it.
 */
#ifndef SYS_PROCESS_ORPHANS_H
#define SYS_PROCESS_ORPHANS_H

#include <stdbool.h>
#include <sys/types.h>

/* From now on such processes become children of genet (prctl(2),
 * PR_SET_CHILD_SUBREAPER), which reaps them by child_take_ended(). */
void orphans_adopt(void);

/* From now on this process is killed when its parent ends (prctl(2),
 * PR_SET_PDEATHSIG). That ends with a fork or a change of the user. */
void orphans_avoid(void);

/* Where to look for the orphans of a program. */
struct orphans {
	pid_t group; /* the process group of the program */

	/* Whether that child of genet is no orphan, but a program that runs;
	 * NULL if no other program runs. */
	bool (*is_program)(const void *context, pid_t pid);
	const void *context;
};

/* Whether an orphan has the socket open, as far as genet may see. Looks at
 * orphans and their descendants, up to a limit: above that the answer is yes.
 * If the kernel does not list children, the answer is whether the group has a
 * process left, where one that nobody has reaped yet counts. The program has to
 * be reaped before. */
bool orphans_have(const struct orphans *orphans, int socket_fd);

#endif
