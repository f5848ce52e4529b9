/* SPDX-License-Identifier: MIT */
/* The Unix sockets of other network namespaces, which only /proc shows. */
#ifndef SYS_PROCESS_PROC_UNIX_H
#define SYS_PROCESS_PROC_UNIX_H

#include <stddef.h>
#include <sys/types.h>

/* Finds a process in another network namespace, in which a socket has the name:
 * a path, or an abstract name with its NUL. Returns its pid; 0: there is none
 * that genet may see. */
pid_t proc_unix_elsewhere(const char *name, size_t len);

#endif
