/* SPDX-License-Identifier: MIT */
/* Where processes whose parent has ended cannot become children of genet: only
 * the process group of a program is known. */
#include "sys/process/orphans.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

void orphans_adopt(void)
{
}

void orphans_avoid(void)
{
}

bool orphans_is_own(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	       0;
}

bool orphans_have(const struct orphans *orphans, int socket_fd)
{
	return kill(-orphans->group, 0) == 0 || errno == EPERM;
}
